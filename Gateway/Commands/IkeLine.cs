using System.Globalization;
using Pipeline.Actors.Ike;
using Pipeline.Engine.Ike;

namespace Pipeline.Gateway.Commands;

/// <summary>One line about what happened to a negotiation: the same words wherever it is told.</summary>
internal static class IkeLine
{
    /// <summary>The line, with the time in front.</summary>
    public static string Of(IkeReported reported) =>
        string.Create(CultureInfo.InvariantCulture, $"{reported.At:HH:mm:ss.fff} {Of(reported.What)}");

    /// <summary>The line about a failure, without the time.</summary>
    public static string Of(IkeFailure failure) => $"failed: {failure}";

    private static string Of(NegotiationEvent what) => what switch
    {
        NegotiationEvent.IkeEstablished one => $"ike: {one.Connection} established with {one.Peer}, {one.Suite}",
        NegotiationEvent.ChildEstablished one => string.Create(
            CultureInfo.InvariantCulture, $"child: {one.Child} established, in 0x{one.InboundSpi:x8} out 0x{one.OutboundSpi:x8}"),
        NegotiationEvent.ChildRekeyed one => string.Create(
            CultureInfo.InvariantCulture, $"child: {one.Child} rekeyed, in 0x{one.OldInboundSpi:x8} to 0x{one.NewInboundSpi:x8}"),
        NegotiationEvent.IkeRekeyed one => $"ike: {one.Connection} rekeyed",
        NegotiationEvent.IkeEnded one => $"ike: {one.Connection} ended with {one.Peer}",
        NegotiationEvent.Failed one => Of(one.Failure),
        _ => what.ToString(),
    };
}
