using Pipeline.Engine.Configuration.Connections;
using Pipeline.Actors.Ike.Transport;
using Pipeline.Actors;
using Pipeline.Actors.Ike;
using Pipeline.Actors.Ike.Status;
using Pipeline.Actors.Sharding;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.V2;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Ports;
using Pipeline.Engine.Ports.Datagrams;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Simulation;
using Xunit;

namespace Pipeline.UnitTests.Support;

/// <summary>Two whole gateways with a cable between them, and IKE messages that go by memory.</summary>
internal sealed class IkePair : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly InMemoryPort _outerA;
    private readonly InMemoryPort _outerB;

    public IkePair(
        Func<ConnectionOptions, ConnectionOptions>? a = null,
        Func<ConnectionOptions, ConnectionOptions>? b = null,
        IkeLimits? limits = null,
        TimeProvider? time = null,
        Initiation initiation = Initiation.OnTraffic)
    {
        (_outerA, _outerB) = InMemoryPort.CreatePair(4096);
        A = new Side(Connection("a", a, initiation), _outerA, limits ?? new IkeLimits(), time);
        B = new Side(Connection("b", b, Initiation.Never), _outerB, limits ?? new IkeLimits(), time);
        (A.Transport.Far, B.Transport.Far) = (B.Inbox, A.Inbox);
    }

    public Side A { get; }

    public Side B { get; }

    public async Task StartAsync()
    {
        await A.StartAsync();
        await B.StartAsync();
    }

    /// <summary>Puts a NAT in front of A, or changes its mapping: B sees A's messages come from ports that are so much higher.</summary>
    public void PutNat(int shift) => (A.Transport.NatShift, B.Transport.FarShift) = (shift, shift);

    /// <summary>Sends numbered packets from A's hosts to B's, and gives the numbers that arrive.</summary>
    public static int[] Carry(Side from, Side to, int count, int first = 0)
    {
        for (int number = first; number < first + count; number++)
        {
            from.Send((ushort)(1024 + (number % 100)), number);
        }

        return to.Receive(count);
    }

    public async ValueTask DisposeAsync()
    {
        await A.DisposeAsync();
        await B.DisposeAsync();
        _outerA.Dispose();
        _outerB.Dispose();
        A.Pool.Dispose();
        B.Pool.Dispose();
    }

    private static ConnectionSettings Connection(string name, Func<ConnectionOptions, ConnectionOptions>? change, Initiation initiate) => new()
    {
        Options = (change ?? (options => options))(IkeWorld.OptionsOf(name)),
        LocalAddress = (name == "a" ? IkeWorld.AddressOfA : IkeWorld.AddressOfB).Address,
        RemoteAddress = (name == "a" ? IkeWorld.AddressOfB : IkeWorld.AddressOfA).Address,
        Initiation = initiate,
    };

    /// <summary>One of the two.</summary>
    internal sealed class Side : IAsyncDisposable
    {
        private readonly InMemoryPort _innerNear;
        private readonly InMemoryPort _outer;
        private readonly IkeLimits _limits;
        private readonly TimeProvider? _time;
        private readonly PacketBatch _batch = new();
        private GatewayCore? _core;

        public Side(ConnectionSettings connection, InMemoryPort outer, IkeLimits limits, TimeProvider? time)
        {
            (Connection, _outer, _limits, _time) = (connection, outer, limits, time);
            Pool = new PacketPool(4096, 2048, trackLeaks: true);
            (_innerNear, Inside) = InMemoryPort.CreatePair(4096);
        }

        public ConnectionSettings Connection { get; }

        /// <summary>Connections beside it; they have no rules of policy.</summary>
        public IReadOnlyList<ConnectionSettings> Others { get; set; } = [];

        public PacketPool Pool { get; }

        public InMemoryPort Inside { get; }

        public IkeInbox Inbox { get; } = new(1024);

        public MemoryTransport Transport { get; } = new();

        public GatewayCore Core => _core!;

        public List<NegotiationEvent> Events { get; } = [];

        public async Task StartAsync()
        {
            // Queues that take all that a test sends at once: what is lost then was lost by negotiation.
            _core = GatewayCore.Start(
                new ShardOptions { ShardCount = 2, QueueBatches = 4096 }, _innerNear, _outer, Pool, _time, new IkeAccess(Transport, Inbox, _limits));
            _core.Subscribe<IkeReported>(reported =>
            {
                lock (Events)
                {
                    Events.Add(reported.What);
                }
            });
            await _core.Ike!.UseAsync(PolicyOf(Connection), [Connection, .. Others]);
        }

        public void Send(ushort sourcePort, int number)
        {
            PacketBuffer packet = Pool.TryRent()!;
            Traffic.Write(packet, Connection.Options.Name == "a" ? 1 : 2, sourcePort, number);
            _batch.TryAdd(packet);
            Inside.Send(_batch);
        }

        /// <summary>First requests with SPIs that nobody has, as from many initiators behind the peer's address.</summary>
        public void Flood(int count)
        {
            var other = new MemoryTransport { Far = Inbox };
            IkePath path = new(IkeWorld.AddressOfA, IkeWorld.AddressOfB);
            var random = new SeededRandomSource(5);
            for (int index = 0; index < count; index++)
            {
                using var initiator = IkeSa.Initiator(
                    IkeWorld.OptionsOf("a"), path, random, new IkeSpis(random, new SpiAllocator(random), 1));
                foreach (Effect.Transmit transmit in initiator.Begin(DateTimeOffset.UnixEpoch).OfType<Effect.Transmit>())
                {
                    other.Send(transmit.Path, transmit.Datagrams[0]);
                }
            }
        }

        /// <summary>The same, as fast as they are taken, each from an address of its own that nobody has.</summary>
        public void FloodSpoofed(int count, Func<ConnectionOptions, ConnectionOptions>? change = null)
        {
            var random = new SeededRandomSource(6);
            using var initiator = IkeSa.Initiator(
                (change ?? (options => options))(IkeWorld.OptionsOf("a")), new(IkeWorld.AddressOfA, IkeWorld.AddressOfB), random, new IkeSpis(random, new SpiAllocator(random), 1));
            byte[] request = initiator.Begin(DateTimeOffset.UnixEpoch).OfType<Effect.Transmit>().First().Datagrams[0];
            for (uint index = 0; index < count; index++)
            {
                // Whether a queue that is full refuses honest messages too is for the queue's own tests.
                SpinWait.SpinUntil(() => Inbox.Waiting < 512);
                System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(request, index + 1);
                Inbox.TryAdd(IkeWorld.AddressOfB, new UdpEndpoint(new IpAddress(0xCB00_0000u + index, IsIpv6: false), IkePath.IkePort), request);
            }
        }

        public int[] Receive(int count)
        {
            List<PacketBuffer> received = CoreRig.Receive(Inside, count);
            int[] numbers = CoreRig.NumbersOf(received);
            CoreRig.Return(received);
            return numbers;
        }

        public NegotiationEvent[] TakeEvents()
        {
            lock (Events)
            {
                return [.. Events];
            }
        }

        public async Task<IkeSaStatus[]> EstablishedAsync()
        {
            IkeStatus status = await Core.Ike!.StatusAsync();
            return [.. status.IkeSas.Where(sa => sa.State == "Established")];
        }

        public async Task AwaitAsync(Func<IkeStatus, bool> condition)
        {
            DateTime limit = DateTime.UtcNow + Patience;
            while (!condition(await Core.Ike!.StatusAsync()))
            {
                Assert.True(DateTime.UtcNow < limit, "It never came to be so.");
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (_core is not null)
            {
                await _core.DisposeAsync();
            }

            Inside.Dispose();
            _innerNear.Dispose();
        }

        private static SecurityPolicy PolicyOf(ConnectionSettings connection)
        {
            (string local, string remote) = connection.Options.Name == "a" ? ("10.61.1.0/24", "10.61.2.0/24") : ("10.61.2.0/24", "10.61.1.0/24");
            Assert.True(AddressRange.TryParse(local, out AddressRange source));
            Assert.True(AddressRange.TryParse(remote, out AddressRange destination));
            return new SecurityPolicy("test", [
                new PolicyRule
                {
                    Name = "net",
                    Filters = new FilterList("net", [new Filter(TrafficSelector.Any with { Source = source, Destination = destination })]),
                    Action = FilterAction.Negotiate,
                    SaName = ConnectionSettings.SaNameOf(connection.Name, connection.Options.Children[0].Name),
                }]);
        }
    }

    /// <summary>Carries messages into the other side's inbox.</summary>
    internal sealed class MemoryTransport : IIkeTransport
    {
        private int _sent;
        private int _delivered;
        private int _keepAlives;

        public IkeInbox? Far { get; set; }

        public int Sent => Volatile.Read(ref _sent);

        /// <summary>What the gateway is told that it could not send.</summary>
        public long Lost { get; set; }

        /// <summary>What was sent and not lost.</summary>
        public int Delivered => Volatile.Read(ref _delivered);

        public int KeepAlives => Volatile.Read(ref _keepAlives);

        /// <summary>What a NAT on the way adds to the port of what is sent; its own peer must take it away again.</summary>
        public int NatShift { get; set; }

        /// <summary>What the next message to send meets instead: the defect of a test.</summary>
        public Exception? Fault { get; set; }

        /// <summary>The other side's <see cref="NatShift"/>.</summary>
        public int FarShift { get; set; }

        /// <summary>True loses what is sent.</summary>
        public bool IsCut { get; set; }

        public void Send(in IkePath path, ReadOnlySpan<byte> datagram)
        {
            if (Fault is { } fault)
            {
                Fault = null;
                throw fault;
            }

            Interlocked.Increment(ref _sent);
            if (!IsCut)
            {
                Interlocked.Increment(ref _delivered);
                Far?.TryAdd(Shifted(path.Remote, -FarShift), Shifted(path.Local, NatShift), datagram);
            }
        }

        public IpAddress SourceFor(in IpAddress remote) =>
            (remote == IkeWorld.AddressOfA.Address ? IkeWorld.AddressOfB : IkeWorld.AddressOfA).Address;

        public void SendKeepAlive(in IkePath path) => Interlocked.Increment(ref _keepAlives);

        private static UdpEndpoint Shifted(in UdpEndpoint end, int shift) => end with { Port = (ushort)(end.Port + shift) };
    }

    private static class Traffic
    {
        public static void Write(PacketBuffer packet, int side, ushort sourcePort, int number)
        {
            byte[] bytes = WirePackets.Ipv4(
                IpProtocol.Udp, WirePackets.Udp(sourcePort, 5201, 60));
            bytes[12] = bytes[16] = 10;
            bytes[13] = bytes[17] = 61;
            (bytes[14], bytes[18]) = side == 1 ? ((byte)1, (byte)2) : ((byte)2, (byte)1);
            (bytes[15], bytes[19]) = (1, 1);
            Ipv4Header.WriteChecksum(bytes);
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan()[^4..], number);
            packet.TryFill(bytes);
        }
    }
}
