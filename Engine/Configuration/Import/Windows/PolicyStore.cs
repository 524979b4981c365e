namespace Pipeline.Engine.Configuration.Import.Windows;

/// <summary>The objects of an export, and which names which.</summary>
internal sealed class PolicyStore
{
    private readonly Dictionary<string, StoreObject> _byLeaf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<StoreObject>> _byOwner = new(StringComparer.Ordinal);

    /// <param name="objects">All objects, in the order of the file.</param>
    public PolicyStore(IEnumerable<StoreObject> objects)
    {
        foreach (StoreObject one in objects)
        {
            Assigned ??= AssignedBy(one);
            if (one.Leaf.Length == 0 || !_byLeaf.TryAdd(one.Leaf, one))
            {
                continue;
            }

            foreach (string owner in one["ipsecownersreference"].Texts.Select(StoreObject.LeafOf).Distinct())
            {
                if (!_byOwner.TryGetValue(owner, out List<StoreObject>? owned))
                {
                    _byOwner.Add(owner, owned = []);
                }

                owned.Add(one);
            }
        }
    }

    /// <summary>The policies, in the order of the file.</summary>
    public IEnumerable<StoreObject> Policies => _byLeaf.Values.Where(one => one.Is("ipsecpolicy")).OrderBy(one => one.Line);

    /// <summary>The leaf of the policy that is in force; null when the export does not say.</summary>
    public string? Assigned { get; }

    /// <summary>The objects of a class that an object names, and those that name it as their owner.</summary>
    public List<StoreObject> Related(StoreObject one, string attribute, string kind)
    {
        var related = new List<StoreObject>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string leaf in one[attribute].Texts.Select(StoreObject.LeafOf))
        {
            if (_byLeaf.TryGetValue(leaf, out StoreObject? named) && named.Is(kind) && seen.Add(leaf))
            {
                related.Add(named);
            }
        }

        related.AddRange((_byOwner.GetValueOrDefault(one.Leaf) ?? []).Where(owned => owned.Is(kind) && seen.Add(owned.Leaf)));
        return related;
    }

    /// <summary>A registry names it as ActivePolicy; a directory as the owner of a group policy object's own.</summary>
    private static string? AssignedBy(StoreObject one)
    {
        string reference = one["activepolicy"].Text is { Length: > 0 } active ? active
            : one.Path.StartsWith("cn=ipsec,", StringComparison.OrdinalIgnoreCase) ? one["ipsecownersreference"].Text : "";
        return StoreObject.LeafOf(reference) is { Length: > 0 } leaf ? leaf : null;
    }
}
