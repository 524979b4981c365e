using System.Globalization;
using Pipeline.Actors.Ike.Status;
using Pipeline.Gateway.Control.Views;

namespace Pipeline.Gateway.Control.Answers;

/// <summary>Answers <c>sas</c>.</summary>
internal static class SasAnswer
{
    /// <summary>Asks every SA.</summary>
    public static async Task<ControlResponse> AnswerAsync(GatewayInService gateway)
    {
        IkeStatus status = await gateway.Core.Ike!.SasAsync().ConfigureAwait(false);
        DateTimeOffset now = gateway.Time.GetUtcNow();
        return new ControlResponse
        {
            Sas = new SasView([.. status.IkeSas.Where(sa => !sa.IsClosed).OrderBy(sa => sa.Peer is null).ThenBy(sa => sa.Connection, StringComparer.Ordinal)
                .Select(sa => ViewOf(sa, now))]),
        };
    }

    private static IkeSaView ViewOf(IkeSaStatus sa, DateTimeOffset now) => new()
    {
        Connection = sa.Connection,
        State = sa.IsEstablished ? "established" : sa.Peer is null ? "negotiating" : "replaced",
        Role = sa.IsInitiator ? "initiator" : "responder",
        LocalSpi = sa.LocalSpi.ToString("x16", CultureInfo.InvariantCulture),
        RemoteSpi = sa.RemoteSpi.ToString("x16", CultureInfo.InvariantCulture),
        Local = sa.Path.Local.ToString(),
        Remote = sa.Path.Remote.ToString(),
        Peer = sa.Peer,
        Suite = sa.Suite,
        UdpEncapsulation = sa.UsesUdpEncapsulation,
        AgeSeconds = Seconds(now - sa.Since),
        RekeyInSeconds = sa.RekeyAt is { } at ? Seconds(at - now) : null,
        Children = [.. sa.Children.Select(child => ViewOf(child, now))],
    };

    private static ChildSaView ViewOf(ChildStatus child, DateTimeOffset now) => new()
    {
        Name = child.Name,
        InboundSpi = child.InboundSpi.ToString("x8", CultureInfo.InvariantCulture),
        OutboundSpi = child.OutboundSpi.ToString("x8", CultureInfo.InvariantCulture),
        Suite = child.Suite,
        Mode = child.Mode,
        Selectors = child.Selectors,
        UdpEncapsulation = child.UsesUdpEncapsulation,
        InboundPackets = child.Inbound.Packets,
        InboundBytes = child.Inbound.Bytes,
        OutboundPackets = child.Outbound.Packets,
        OutboundBytes = child.Outbound.Bytes,
        AgeSeconds = Seconds(now - child.Since),
        RekeyInSeconds = child.RekeyAt is { } at ? Seconds(at - now) : null,
    };

    private static long Seconds(TimeSpan time) => Math.Max(0, (long)time.TotalSeconds);
}
