using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Policy.Addresses;

/// <summary>Where the names in filters are looked up.</summary>
public sealed record AddressOptions
{
    /// <summary>The longest that a changed answer goes unnoticed.</summary>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Names that the configuration itself answers; the machine is not asked for them.</summary>
    public IReadOnlyDictionary<AddressNameKind, IReadOnlyList<IpAddress>> Fixed { get; init; } =
        new Dictionary<AddressNameKind, IReadOnlyList<IpAddress>>();

    /// <summary>True when both answer the same at the same pace.</summary>
    public bool IsSameAs(AddressOptions other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return RefreshInterval == other.RefreshInterval
            && Fixed.Count == other.Fixed.Count
            && Fixed.All(pair => other.Fixed.TryGetValue(pair.Key, out IReadOnlyList<IpAddress>? same) && same.SequenceEqual(pair.Value));
    }
}
