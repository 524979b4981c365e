using Pipeline.Crypto;

namespace Pipeline.Engine.Ike.V1;

/// <summary>One ISAKMP SA: phase 1 and the quick modes under it (RFC 2409).</summary>
public sealed class IsakmpSa : IIkeSa
{
    private IsakmpSa(IkePath path) => Path = path;

    /// <inheritdoc/>
    public IkePath Path { get; }

    /// <inheritdoc/>
    public ulong LocalSpi { get; }

    /// <inheritdoc/>
    public ulong RemoteSpi { get; }

    /// <inheritdoc/>
    public string StateName => "";

    /// <inheritdoc/>
    public bool IsClosed { get; }

    /// <inheritdoc/>
    public IkeSaSummary? Established { get; }

    /// <summary>One that we begin, with <see cref="Begin"/>.</summary>
    public static IsakmpSa Initiator(ConnectionOptions connection, IkePath path, IRandomSource random, ISpiSource spis) => new(path);

    /// <summary>One for a first message of main mode that has just come, and goes to <see cref="Receive"/>.</summary>
    public static IsakmpSa Responder(IReadOnlyList<ConnectionOptions> connections, IkePath path, IRandomSource random, ISpiSource spis) => new(path);

    /// <inheritdoc/>
    public IReadOnlyList<Effect> Begin(DateTimeOffset now) => [];

    /// <inheritdoc/>
    public IReadOnlyList<Effect> Order(IkeOrder order, DateTimeOffset now) => [];

    /// <inheritdoc/>
    public IReadOnlyList<Effect> ChildReceived(uint inboundSpi, DateTimeOffset now) => [];

    /// <inheritdoc/>
    public IReadOnlyList<Effect> Fire(IkeTimer timer, DateTimeOffset now) => [];

    /// <inheritdoc/>
    public IReadOnlyList<Effect> Receive(ReadOnlySpan<byte> datagram, IkePath path, DateTimeOffset now) => [];

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
