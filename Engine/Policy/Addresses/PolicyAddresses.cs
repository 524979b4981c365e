using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Policy.Addresses;

/// <summary>Puts addresses in the place of the names in a policy's filters.</summary>
/// <remarks>
/// A name that stands for nothing makes a filter that takes nothing: the packet goes on to the next rule, and at the end is blocked. So a rule
/// that blocks by name is no protection while the name is unknown; what must not leave is better blocked by what no rule permits.
/// </remarks>
public static class PolicyAddresses
{
    /// <summary>The names in a policy, each once.</summary>
    public static IReadOnlyList<AddressName> NamesIn(SecurityPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return
        [
            .. policy.Rules.SelectMany(rule => rule.Filters.Filters)
                .SelectMany(filter => new[] { filter.SourceName, filter.DestinationName })
                .OfType<AddressName>().Distinct(),
        ];
    }

    /// <summary>The policy with every name replaced by what it stands for: a filter for each pair of addresses.</summary>
    public static SecurityPolicy Resolve(SecurityPolicy policy, AddressBook book)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(book);

        // Rules that share a list still share it afterwards.
        var lists = new Dictionary<FilterList, FilterList>(ReferenceEqualityComparer.Instance);
        return policy with { Rules = [.. policy.Rules.Select(rule => rule with { Filters = Resolve(rule.Filters) })] };

        FilterList Resolve(FilterList list)
        {
            if (!lists.TryGetValue(list, out FilterList? resolved))
            {
                resolved = list with { Filters = [.. list.Filters.SelectMany(filter => Unfold(filter, book))] };
                lists.Add(list, resolved);
            }

            return resolved;
        }
    }

    private static IEnumerable<Filter> Unfold(Filter filter, AddressBook book)
    {
        if (filter.SourceName is null && filter.DestinationName is null)
        {
            return [filter];
        }

        return
            from source in Ranges(filter.SourceName, filter.Selector.Source, book)
            from destination in Ranges(filter.DestinationName, filter.Selector.Destination, book)
            where source?.IsIpv6 is not { } family || destination?.IsIpv6 is not { } other || family == other
            select filter with { Selector = filter.Selector with { Source = source, Destination = destination } };
    }

    private static IEnumerable<AddressRange?> Ranges(AddressName? name, AddressRange? written, AddressBook book) =>
        name is { } some ? book.AddressesOf(some).Select(address => (AddressRange?)AddressRange.Of(address)) : [written];
}
