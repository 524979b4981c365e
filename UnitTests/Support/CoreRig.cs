using System.Buffers.Binary;
using Akka.Actor;
using Pipeline.Actors;
using Pipeline.Crypto;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Ports;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;
using Xunit;

namespace Pipeline.UnitTests.Support;

/// <summary>A whole gateway whose hosts and network are the test: it plays both far ends of the two ports.</summary>
internal sealed class CoreRig : IAsyncDisposable
{
    public const string Tunnel = "tunnel";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly InMemoryPort _innerNear;
    private readonly InMemoryPort _outerNear;
    private readonly PacketBatch _batch = new();

    public CoreRig(int shardCount, TimeProvider? time = null, ShardOptions? options = null)
    {
        options = (options ?? new ShardOptions()) with { ShardCount = shardCount };
        Pool = new PacketPool(4096, 2048, trackLeaks: true);
        (_innerNear, Inside) = InMemoryPort.CreatePair(2048);
        (_outerNear, Network) = InMemoryPort.CreatePair(2048);
        Core = GatewayCore.Start(options, _innerNear, _outerNear, Pool, time);
        Core.Policy.Publish(new SecurityPolicy("test", [
            new PolicyRule
            {
                Name = "all",
                Filters = new FilterList("all", [new Filter(TrafficSelector.Any)]),
                Action = FilterAction.Negotiate,
                SaName = Tunnel,
            }]));
    }

    public PacketPool Pool { get; }

    public GatewayCore Core { get; }

    public InMemoryPort Inside { get; }

    public InMemoryPort Network { get; }

    /// <summary>A tunnel-mode SA with a fixed key, the same for both directions so that the gateway can open its own packets.</summary>
    public static SaParameters Sa(SaDirection direction, uint spi, SaLifetimeLimits? lifetime = null)
    {
        Assert.True(TransformCatalog.TryParseSuite("aes128-gcm", out EncryptionAlgorithm encryption, out IntegrityAlgorithm integrity));
        return new SaParameters
        {
            Name = direction == SaDirection.Outbound ? Tunnel : $"in-{spi:x}",
            Direction = direction,
            Spi = spi,
            Protocol = SaProtocol.Esp,
            Mode = SaMode.Tunnel,
            Source = Address("192.0.2.1"),
            Destination = Address("192.0.2.2"),
            Transform = TransformCatalog.TryEsp(encryption, integrity, allowLegacy: false, out _)!,
            EncryptionKey = new SecretBytes([.. Enumerable.Range(0, 20).Select(value => (byte)value)]),
            IntegrityKey = new SecretBytes([]),
            Lifetime = lifetime ?? SaLifetimeLimits.None,
        };
    }

    /// <summary>Puts an outbound SA into service, and the inbound SA that opens its packets.</summary>
    public async Task<(IActorRef Outbound, IActorRef Inbound)> InstallLoopAsync(uint spi, int? outboundShard = null) =>
        (await InstallAsync(Sa(SaDirection.Outbound, spi), outboundShard), await InstallAsync(Sa(SaDirection.Inbound, spi)));

    public Task<IActorRef> InstallAsync(SaParameters sa, int? shard = null) =>
        Core.InstallAsync(sa, shard, TestContext.Current.CancellationToken);

    public static Task<TAnswer> AskAsync<TAnswer>(IActorRef actor, object question) =>
        actor.Ask<TAnswer>(question, Patience, TestContext.Current.CancellationToken);

    /// <summary>Sends UDP packets of different flows into a port, and tells each one's number by its last four bytes.</summary>
    public void SendFlows(InMemoryPort into, int count)
    {
        for (int number = 0; number < count; number++)
        {
            PacketBuffer packet = Pool.TryRent()!;
            WriteUdp(packet, (ushort)(1024 + number), number);
            _batch.TryAdd(packet);
            if (_batch.IsFull || number == count - 1)
            {
                into.Send(_batch);
                if (_batch.Count > 0)
                {
                    throw new InvalidOperationException("The test's own port is full.");
                }
            }
        }
    }

    /// <summary>Waits for packets at a port; the caller owns them.</summary>
    public static List<PacketBuffer> Receive(InMemoryPort from, int count)
    {
        var received = new List<PacketBuffer>();
        var batch = new PacketBatch();
        DateTime limit = DateTime.UtcNow + Patience;
        while (received.Count < count && DateTime.UtcNow < limit)
        {
            from.Receive(batch, TimeSpan.FromMilliseconds(50));
            for (int i = 0; i < batch.Count; i++)
            {
                received.Add(batch[i]);
            }

            batch.Forget();
        }

        return received;
    }

    /// <summary>Sends packets back into a port, as a mirror in the network would.</summary>
    public static void Send(InMemoryPort into, List<PacketBuffer> packets)
    {
        var batch = new PacketBatch();
        foreach (PacketBuffer packet in packets)
        {
            batch.TryAdd(packet);
            if (batch.IsFull)
            {
                into.Send(batch);
            }
        }

        into.Send(batch);
    }

    /// <summary>The numbers that <see cref="SendFlows"/> wrote, sorted.</summary>
    public static int[] NumbersOf(List<PacketBuffer> packets) =>
        [.. packets.Select(packet => BinaryPrimitives.ReadInt32BigEndian(packet.Packet[^4..])).Order()];

    public static void Return(List<PacketBuffer> packets) => packets.ForEach(PacketPool.Return);

    /// <summary>Waits until something is so; fails the test when it never is.</summary>
    public static void Await(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Patience));

    public long Dropped(DropReason reason) => Core.Status().Drops.GetValueOrDefault(reason);

    public async ValueTask DisposeAsync()
    {
        await Core.DisposeAsync();
        Inside.Dispose();
        Network.Dispose();
        _innerNear.Dispose();
        _outerNear.Dispose();
        Pool.Dispose();
    }

    public static IpAddress Address(string text)
    {
        Assert.True(IpAddress.TryParse(text, out IpAddress address));
        return address;
    }

    private static void WriteUdp(PacketBuffer packet, ushort sourcePort, int number)
    {
        const int PayloadLength = 64;
        Span<byte> bytes = packet.Reset(Ipv4Header.MinimumLength + UdpHeader.HeaderLength + PayloadLength);
        new Ipv4Header
        {
            TotalLength = (ushort)bytes.Length,
            TimeToLive = 64,
            Protocol = IpProtocol.Udp,
            Source = Address("10.1.0.1"),
            Destination = Address("10.2.0.1"),
        }.Write(bytes);
        new UdpHeader(sourcePort, 9, UdpHeader.HeaderLength + PayloadLength, 0).Write(bytes[Ipv4Header.MinimumLength..]);
        bytes[28..].Fill(0x5a);
        BinaryPrimitives.WriteInt32BigEndian(bytes[^4..], number);
    }
}
