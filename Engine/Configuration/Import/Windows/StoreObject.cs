namespace Pipeline.Engine.Configuration.Import.Windows;

/// <summary>One object of the policy store, from whichever export ([MS-GPIPSEC] section 2.2.1).</summary>
/// <param name="path">Its key in the registry, or its distinguished name.</param>
/// <param name="line">Where it begins.</param>
internal sealed class StoreObject(string path, int line)
{
    private static readonly StoreValue Nothing = new(1);

    public string Path => path;

    public int Line => line;

    /// <summary>Its name without its place, such as <c>ipsecnfa{...}</c>; empty for what is no object of IPsec.</summary>
    public string Leaf { get; } = LeafOf(path);

    /// <summary>Its attributes, by their names in small letters.</summary>
    public Dictionary<string, StoreValue> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>An attribute; an empty one when it is not there.</summary>
    public StoreValue this[string name] => Values.GetValueOrDefault(name, Nothing);

    /// <summary>The bytes of <c>ipsecData</c>.</summary>
    public ReadOnlySpan<byte> Blob => this["ipsecdata"].Bytes;

    /// <summary>The line of <c>ipsecData</c>.</summary>
    public int BlobLine => Values.TryGetValue("ipsecdata", out StoreValue? blob) ? blob.Line : line;

    /// <summary>What people call it.</summary>
    public string Name => this["ipsecname"].Text is { Length: > 0 } name && !name.Contains('\\', StringComparison.Ordinal) ? name : this["description"].Text;

    /// <summary>True for an object of a class, such as <c>ipsecnfa</c>.</summary>
    public bool Is(string kind) => Leaf.StartsWith(kind + "{", StringComparison.Ordinal);

    /// <summary>The leaf that a path or distinguished name ends or begins with: letters and a GUID in braces.</summary>
    public static string LeafOf(string reference)
    {
        int start = reference.IndexOf("ipsec", StringComparison.OrdinalIgnoreCase);
        while (start >= 0)
        {
            int open = start;
            while (open < reference.Length && char.IsAsciiLetter(reference[open]))
            {
                open++;
            }

            int close = open < reference.Length && reference[open] == '{' ? reference.IndexOf('}', open) : -1;
            if (close > 0)
            {
                return string.Concat(reference[start..(close + 1)].Where(character => !char.IsWhiteSpace(character))).ToLowerInvariant();
            }

            start = open < reference.Length ? reference.IndexOf("ipsec", Math.Max(open, start + 1), StringComparison.OrdinalIgnoreCase) : -1;
        }

        return "";
    }
}
