using Pipeline.Actors;
using Pipeline.Actors.Ike;
using Pipeline.Actors.Ike.Transport;
using Pipeline.Crypto;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports;
using Pipeline.Engine.Ports.Datagrams;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Gateway.Commands.Demo;

/// <summary>Two gateways and the three cables: hosts, gateway, gateway, hosts.</summary>
/// <remarks>
/// <code>
/// LeftHosts ==== left gateway ==== right gateway ==== RightHosts
///         clear           ESP and IKEv2          clear
/// </code>
/// There is one SA in each direction, which belongs to one shard: with several shards, the others hand it their packets.
/// </remarks>
internal sealed class DemoGateways : IAsyncDisposable
{
    private const int WaitingIkeMessages = 16;

    private readonly InMemoryPort[] _ports;
    private DemoConnection? _left;
    private DemoConnection? _right;

    private DemoGateways(GatewayCore left, GatewayCore right, InMemoryPort[] ports, IPacketPort leftHosts, IPacketPort rightHosts)
    {
        (Left, Right, _ports, LeftHosts, RightHosts) = (left, right, ports, leftHosts, rightHosts);
    }

    /// <summary>One gateway.</summary>
    public GatewayCore Left { get; }

    /// <summary>The other.</summary>
    public GatewayCore Right { get; }

    /// <summary>Where the hosts behind <see cref="Left"/> send and receive.</summary>
    public IPacketPort LeftHosts { get; }

    /// <summary>Where the hosts behind <see cref="Right"/> send and receive.</summary>
    public IPacketPort RightHosts { get; }

    /// <summary>How long the negotiation took, until both ends had their SAs.</summary>
    public TimeSpan Handshake { get; private set; }

    /// <summary>Starts both gateways, and has the left one negotiate with the right one.</summary>
    /// <exception cref="InvalidOperationException">The negotiation failed; the message says why.</exception>
    public static async Task<DemoGateways> StartAsync(DemoOptions options)
    {
        (InMemoryPort leftHosts, InMemoryPort leftInner) = InMemoryPort.CreatePair(DemoTraffic.Window);
        (InMemoryPort leftOuter, InMemoryPort rightOuter) = InMemoryPort.CreatePair(DemoTraffic.Window);
        (InMemoryPort rightInner, InMemoryPort rightHosts) = InMemoryPort.CreatePair(DemoTraffic.Window);
        var core = new ShardOptions
        {
            ShardCount = options.ShardCount,
            // Both directions' windows fit even if every packet came in a batch of its own.
            QueueBatches = 2 * DemoTraffic.Window,
        };
        (IkeInbox toLeft, IkeInbox toRight) = (new IkeInbox(WaitingIkeMessages), new IkeInbox(WaitingIkeMessages));
        var gateways = new DemoGateways(
            GatewayCore.Start(core, leftInner, leftOuter, ike: new IkeAccess(new InMemoryIkeTransport(toRight), toLeft, new IkeLimits())),
            GatewayCore.Start(core, rightInner, rightOuter, ike: new IkeAccess(new InMemoryIkeTransport(toLeft), toRight, new IkeLimits())),
            [leftHosts, leftInner, leftOuter, rightOuter, rightInner, rightHosts],
            leftHosts,
            rightHosts);
        try
        {
            await gateways.NegotiateAsync(options).ConfigureAwait(false);
            return gateways;
        }
        catch
        {
            await gateways.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Packets dropped in either gateway, by reason; reasons that never occurred are absent.</summary>
    public SortedDictionary<string, long> Drops()
    {
        var sums = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach ((DropReason reason, long packets) in Left.Status().Drops.Concat(Right.Status().Drops))
        {
            sums[reason.ToString()] = sums.GetValueOrDefault(reason.ToString()) + packets;
        }

        return sums;
    }

    /// <summary>Replaces the keys, under traffic.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message says why.</exception>
    public void Rekey() => _left!.Rekey(_right!);

    /// <summary>Stops both gateways; packets that were still on their way go back to their pools.</summary>
    public async ValueTask DisposeAsync()
    {
        await Left.DisposeAsync().ConfigureAwait(false);
        await Right.DisposeAsync().ConfigureAwait(false);
        Array.ForEach(_ports, port => port.Dispose());
    }

    private async Task NegotiateAsync(DemoOptions options)
    {
        using SecretBytes secret = SecretBytes.Random(32, SystemRandomSource.Instance);
        (IpAddress left, IpAddress right) = (Gateway(1), Gateway(2));
        _left = await DemoConnection.UseAsync(Left, left, right, options.Suite, secret).ConfigureAwait(false);
        _right = await DemoConnection.UseAsync(Right, right, left, options.Suite, secret).ConfigureAwait(false);
        Handshake = await _left.EstablishAsync(_right).ConfigureAwait(false);
    }

    /// <summary>An address for documentation (RFC 5737): the outer packets never leave the process.</summary>
    private static IpAddress Gateway(byte host) => IpAddress.ReadIpv4([192, 0, 2, host]);
}
