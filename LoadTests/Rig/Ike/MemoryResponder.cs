using Pipeline.Actors;
using Pipeline.Actors.Ike;
using Pipeline.Actors.Ike.Status;
using Pipeline.Actors.Ike.Transport;
using Pipeline.Engine.Configuration;
using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Ports;
using Pipeline.Engine.Ports.Datagrams;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.LoadTests.Rig.Ike;

/// <summary>A whole gateway that answers, in this process: actors, SAs on shards, policy; only the network is memory.</summary>
internal sealed class MemoryResponder : IAsyncDisposable
{
    /// <summary>What rows call it.</summary>
    public const string Name = "in this process";

    private const int Waiting = 4096;

    private readonly InMemoryPort[] _ports;
    private readonly GatewayCore _core;
    private readonly IkeInbox _requests = new(Waiting);
    private readonly IkeInbox _answers = new(Waiting);

    private MemoryResponder()
    {
        (InMemoryPort inner, InMemoryPort hosts) = InMemoryPort.CreatePair(1);
        (InMemoryPort outer, InMemoryPort network) = InMemoryPort.CreatePair(1);
        _ports = [inner, hosts, outer, network];
        var limits = new IkeLimits { HalfOpen = Waiting, HalfOpenPerAddress = Waiting, CookieThreshold = Waiting };
        _core = GatewayCore.Start(
            new ShardOptions { ShardCount = 1 }, inner, outer, ike: new IkeAccess(new InMemoryIkeTransport(_answers), _requests, limits));
    }

    /// <summary>Starts it.</summary>
    public static async Task<MemoryResponder> StartAsync(IkeLoad load, TimeSpan livenessInterval)
    {
        var responder = new MemoryResponder();
        ConnectionSettings connection = load.Responder(livenessInterval);
        await responder._core.Ike!.UseAsync(SecurityPolicy.BlockAll, [connection]).ConfigureAwait(false);
        return responder;
    }

    /// <summary>A way to it.</summary>
    public IIkeWire Connect() => new MemoryWire(_requests, _answers);

    /// <summary>What it knows of its IKE SAs.</summary>
    public Task<IkeStatus> StatusAsync() => _core.Ike!.StatusAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _core.DisposeAsync().ConfigureAwait(false);
        Array.ForEach(_ports, port => port.Dispose());
    }

    private sealed class MemoryWire(IkeInbox requests, IkeInbox answers) : IIkeWire
    {
        public IkePath Path { get; } = new(EndOf("198.51.100.1"), EndOf("198.51.100.2"));

        public void Send(in IkePath path, byte[] message) => requests.TryAdd(path.Remote, path.Local, message);

        public bool TryReceive(TimeSpan wait, out IkePath path, out ReadOnlySpan<byte> message)
        {
            IkeDatagram? datagram = answers.TryTake(wait);
            path = datagram is null ? Path : new IkePath(datagram.Local, datagram.Remote);
            message = datagram is null ? default : datagram.Message;
            return datagram is not null;
        }

        public void Dispose()
        {
        }

        private static UdpEndpoint EndOf(string address) =>
            new(IpAddress.TryParse(address, out IpAddress parsed) ? parsed : throw new ArgumentException(address), IkePath.IkePort);
    }
}
