namespace Pipeline.Engine.Configuration.Import.Result;

/// <summary>Addresses, and perhaps a protocol and its ports: a selector of a child, or one end of a filter.</summary>
/// <param name="Addresses">As our configuration writes them; <c>any</c> for all.</param>
internal sealed record ImportedSelector(string Addresses)
{
    /// <summary>The selector of everything.</summary>
    public static ImportedSelector Any { get; } = new("any");

    /// <summary>A protocol's name or number; null for any.</summary>
    public string? Protocol { get; init; }

    /// <summary>A port, a range or <c>opaque</c>; null for any.</summary>
    public string? Ports { get; init; }

    /// <summary>ICMP messages; null for any.</summary>
    public string? IcmpTypes { get; init; }
}
