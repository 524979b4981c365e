using Pipeline.Actors;
using Pipeline.Crypto;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Ports;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Gateway.Commands.Demo;

/// <summary>Two gateways and the three cables: hosts, gateway, gateway, hosts.</summary>
/// <remarks>
/// <code>
/// LeftHosts ==== left gateway ==== right gateway ==== RightHosts
///         clear               ESP                clear
/// </code>
/// Every shard has an SA of its own in each direction, all under one name, so that no packet changes shards (RFC 9611).
/// </remarks>
internal sealed class DemoGateways : IAsyncDisposable
{
    private const string SaName = "demo";

    private readonly InMemoryPort[] _ports;

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

    /// <summary>Starts both gateways and installs their SAs.</summary>
    public static async Task<DemoGateways> StartAsync(DemoOptions options, CancellationToken cancellation)
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
        var gateways = new DemoGateways(
            GatewayCore.Start(core, leftInner, leftOuter),
            GatewayCore.Start(core, rightInner, rightOuter),
            [leftHosts, leftInner, leftOuter, rightOuter, rightInner, rightHosts],
            leftHosts,
            rightHosts);
        try
        {
            await gateways.InstallAsync(options, cancellation).ConfigureAwait(false);
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

    /// <summary>Stops both gateways; packets that were still on their way go back to their pools.</summary>
    public async ValueTask DisposeAsync()
    {
        await Left.DisposeAsync().ConfigureAwait(false);
        await Right.DisposeAsync().ConfigureAwait(false);
        Array.ForEach(_ports, port => port.Dispose());
    }

    private async Task InstallAsync(DemoOptions options, CancellationToken cancellation)
    {
        IpAddress left = Gateway(1);
        IpAddress right = Gateway(2);
        for (int shard = 0; shard < options.ShardCount; shard++)
        {
            await InstallPairAsync(Left, left, Right, right, shard, options.Suite, cancellation).ConfigureAwait(false);
            await InstallPairAsync(Right, right, Left, left, shard, options.Suite, cancellation).ConfigureAwait(false);
        }

        var everything = new FilterList("everything", [new Filter(TrafficSelector.Any)]);
        var rule = new PolicyRule { Name = SaName, Filters = everything, Action = FilterAction.Negotiate, SaName = SaName };
        Left.Policy.Publish(new SecurityPolicy(SaName, [rule]));
        Right.Policy.Publish(new SecurityPolicy(SaName, [rule]));
    }

    /// <summary>Installs one SA: the sending half at one gateway, the receiving half at the other.</summary>
    private static async Task InstallPairAsync(
        GatewayCore sender,
        IpAddress source,
        GatewayCore receiver,
        IpAddress destination,
        int shard,
        PacketTransform suite,
        CancellationToken cancellation)
    {
        var inbound = new SaParameters
        {
            Name = SaName,
            Direction = SaDirection.Inbound,
            Spi = receiver.Spis.Allocate(shard),
            Protocol = SaProtocol.Esp,
            Mode = SaMode.Tunnel,
            Source = source,
            Destination = destination,
            Transform = suite,
            EncryptionKey = SecretBytes.Random(suite.EncryptionKeyLength, SystemRandomSource.Instance),
            IntegrityKey = SecretBytes.Random(suite.IntegrityKeyLength, SystemRandomSource.Instance),
            // An hour of small packets is more than 2^32.
            ExtendedSequenceNumbers = true,
            PathMtu = IpPacket.MaximumLength,
        };
        // Each half erases its own copy of the keys when it is retired.
        SaParameters outbound = inbound with
        {
            Direction = SaDirection.Outbound,
            EncryptionKey = new SecretBytes(inbound.EncryptionKey.Span),
            IntegrityKey = new SecretBytes(inbound.IntegrityKey.Span),
        };
        await receiver.InstallAsync(inbound, shard, cancellation).ConfigureAwait(false);
        await sender.InstallAsync(outbound, shard, cancellation).ConfigureAwait(false);
    }

    /// <summary>An address for documentation (RFC 5737): the outer packets never leave the process.</summary>
    private static IpAddress Gateway(byte host) => IpAddress.ReadIpv4([192, 0, 2, host]);
}
