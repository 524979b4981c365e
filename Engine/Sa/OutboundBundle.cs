namespace Pipeline.Engine.Sa;

/// <summary>The SAs that protect one packet: one, or ESP and then AH (RFC 2401 §4.3, transport adjacency).</summary>
public sealed class OutboundBundle
{
    /// <param name="first">The SA that is applied first; ESP when there are two.</param>
    /// <param name="second">The AH SA around it, or null.</param>
    /// <exception cref="ArgumentException">The second is not AH in transport mode, or the first is not ESP.</exception>
    public OutboundBundle(OutboundSa first, OutboundSa? second = null)
    {
        ArgumentNullException.ThrowIfNull(first);
        if (second is not null
            && (first.Parameters.Protocol != SaProtocol.Esp
                || second.Parameters.Protocol != SaProtocol.Ah
                || second.Parameters.Mode != SaMode.Transport))
        {
            throw new ArgumentException("A bundle is ESP, and around it AH in transport mode.", nameof(second));
        }

        First = first;
        Second = second;
        PlainSa = second is null && first.TakesPlain ? first : null;
        if (second is not null)
        {
            first.GoInside(second);
        }
    }

    /// <summary>The SA that is applied first.</summary>
    public OutboundSa First { get; }

    /// <summary>The SA that is applied to the result, or null.</summary>
    public OutboundSa? Second { get; }

    /// <summary>The SA that takes <see cref="Wire.Ip.PlainIpv4"/> packets the short way; null when the general way is needed.</summary>
    internal OutboundSa? PlainSa { get; }

    /// <summary>
    /// A packet of at most so many bytes fits the path once protected; 0 where that takes a closer look (transport mode, or two SAs).
    /// </summary>
    internal int LongestUnsplit => Second is null ? First.LongestUnsplit : 0;

    /// <summary>The longest packet that may leave, in bytes: the smaller path MTU of the two.</summary>
    public int PathMtu => Second is null ? First.PathMtu : Math.Min(First.PathMtu, Second.PathMtu);

    /// <summary>Bytes of the packet that leaves when one of <paramref name="length"/> bytes enters, without TFC padding.</summary>
    public int ProtectedLength(int length, int headersLength) =>
        First.ProtectedLength(length, headersLength) + (Second?.AhLength ?? 0);

    /// <summary>The longest packet that may enter so that what leaves is at most <see cref="PathMtu"/> bytes.</summary>
    public int MaximumLength(int headersLength) =>
        First.MaximumLength(PathMtu - (Second?.AhLength ?? 0), headersLength);
}
