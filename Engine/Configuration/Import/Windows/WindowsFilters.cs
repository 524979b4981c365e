using Pipeline.Engine.Configuration.Import.Result;
using Pipeline.Engine.Configuration.Import.Windows.Blobs;
using Pipeline.Engine.Configuration.Import.Words;

namespace Pipeline.Engine.Configuration.Import.Windows;

/// <summary>Filter lists of a policy, each made once however many rules name it.</summary>
/// <param name="report">Where notes go.</param>
/// <param name="policy">The policy that gets them.</param>
internal sealed class WindowsFilters(ImportReport report, ImportedPolicy policy)
{
    private readonly UniqueNames _names = new();
    private readonly Dictionary<string, string?> _lists = new(StringComparer.Ordinal);

    /// <summary>Reads the filters of a rule.</summary>
    /// <returns>The name of the list; null when nothing of it can be carried over.</returns>
    public string? Read(List<StoreObject> objects)
    {
        string key = string.Join('|', objects.Select(one => one.Leaf));
        if (!_lists.TryGetValue(key, out string? list))
        {
            list = Make(objects);
            _lists.Add(key, list);
        }

        return list;
    }

    private string? Make(List<StoreObject> objects)
    {
        var filters = new List<ImportedFilter>();
        foreach (StoreObject one in objects)
        {
            FilterBlob? blob = FilterBlob.Read(one.Blob);
            int lost = blob?.Filters.Count(filter => filter is null) ?? 0;
            if (blob is null || lost > 0)
            {
                string what = blob is null ? "whose ipsecData is not as it should be" : $"{ImportReport.Number(lost)} of whose filters ours has nothing like";
                report.LeaveOut(one.BlobLine, $"filter list {ImportReport.Quote(one.Name)}, {what}");
            }

            filters.AddRange(blob?.Filters.OfType<ImportedFilter>() ?? []);
        }

        if (filters.Count == 0)
        {
            return null;
        }

        string name = _names.Take(objects[0].Name is { Length: > 0 } given ? given : objects[0].Leaf);
        policy.FilterLists.Add(name, filters);
        return name;
    }
}
