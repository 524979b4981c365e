namespace Pipeline.Engine.Wire.Ike.V2.Selectors;

/// <summary>TSi or TSr: the traffic of one side (RFC 7296 §3.13).</summary>
/// <remarks>
/// <code>
/// | Number of TSs |                 RESERVED                      |
/// |                       &lt;Traffic Selectors&gt;                     |
/// </code>
/// </remarks>
/// <param name="Type"><see cref="PayloadType.TsInitiator"/> or <see cref="PayloadType.TsResponder"/>.</param>
/// <param name="Selectors">Any of them may match; at most 255.</param>
public sealed record TsPayload(PayloadType Type, ValueList<TsSelector> Selectors) : IkePayload(Type)
{
    private const int SelectorsOffset = 4;

    /// <summary>Reads a body.</summary>
    /// <returns>The payload, or null with a reason.</returns>
    internal static TsPayload? TryRead(PayloadType type, Octets body, out IkeReadError error)
    {
        error = IkeReadError.BodyTooShort;
        if (body.Length < SelectorsOffset)
        {
            return null;
        }

        var selectors = new List<TsSelector>();
        Octets rest = body.Slice(SelectorsOffset);
        for (int left = body.Span[0]; left > 0; left--)
        {
            if (TsSelector.TryRead(rest, out int length, out error) is not { } selector)
            {
                return null;
            }

            selectors.Add(selector);
            rest = rest.Slice(length);
        }

        error = rest.IsEmpty ? IkeReadError.None : IkeReadError.BadCount;
        return rest.IsEmpty ? new TsPayload(type, [.. selectors]) : null;
    }

    /// <inheritdoc/>
    internal override void WriteBody(PayloadWriter writer)
    {
        writer.Write((byte)Selectors.Count);
        writer.Take(SelectorsOffset - 1);
        foreach (TsSelector selector in Selectors)
        {
            selector.Write(writer);
        }
    }
}
