using System.Buffers.Binary;
using System.Diagnostics;
using Pipeline.Crypto;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.V2;

namespace Pipeline.LoadTests.Rig.Ike;

/// <summary>Many initiators on one thread, without actors: the protocol and nothing around it, so that the responder is what is measured.</summary>
/// <remarks>Each has one IKE SA and one Child SA, the keys of which are erased at once.</remarks>
/// <param name="wire">The way to the responder.</param>
/// <param name="load">What to negotiate.</param>
/// <param name="firstNumber">The number of the first initiator: another one for each run against the same responder.</param>
internal sealed class Initiators(IIkeWire wire, IkeLoad load, int firstNumber) : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(50);

    private readonly InitiatorSpis _spis = new(firstNumber);
    private readonly Dictionary<ulong, IkeSa> _bySpi = [];
    private readonly PriorityQueue<(IkeSa Sa, IkeTimer Timer), DateTimeOffset> _timers = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private int _begun;

    /// <summary>IKE SAs whose peer is authenticated.</summary>
    public int EstablishedCount { get; private set; }

    /// <summary>Those that came to nothing.</summary>
    public int Failed { get; private set; }

    /// <summary>Requests that were not answered in time, and sent again.</summary>
    public int SentAgain { get; private set; }

    /// <summary>Requests of the responder that were answered: is the peer alive?</summary>
    public int Answered { get; private set; }

    /// <summary>Why the last one failed; null when none did.</summary>
    public IkeFailure? LastFailure { get; private set; }

    private DateTimeOffset Now => DateTimeOffset.UnixEpoch + Stopwatch.GetElapsedTime(_started);

    /// <summary>Begins so many more, and goes on until all are established or have failed.</summary>
    /// <param name="count">How many.</param>
    /// <param name="window">Under way at once.</param>
    /// <param name="cancellation">Ends it.</param>
    public void Establish(int count, int window, CancellationToken cancellation)
    {
        int last = _begun + count;
        while (EstablishedCount + Failed < last)
        {
            cancellation.ThrowIfCancellationRequested();
            while (_begun < last && _begun - EstablishedCount - Failed < window)
            {
                Begin();
            }

            Turn();
        }
    }

    /// <summary>Answers what the responder asks for so long.</summary>
    public void Live(TimeSpan length, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < length)
        {
            cancellation.ThrowIfCancellationRequested();
            Turn();
        }
    }

    /// <summary>Erases all keys; without a word to the responder.</summary>
    public void Dispose()
    {
        foreach (IkeSa sa in _bySpi.Values)
        {
            sa.Dispose();
        }

        _bySpi.Clear();
        wire.Dispose();
    }

    private void Begin()
    {
        var sa = IkeSa.Initiator(load.Initiator(firstNumber + _begun++), wire.Path, SystemRandomSource.Instance, _spis);
        IReadOnlyList<Effect> effects = sa.Begin(Now);
        _bySpi[sa.LocalSpi] = sa;
        CarryOut(sa, effects);
    }

    private void Turn()
    {
        if (wire.TryReceive(LongestWait, out IkePath path, out ReadOnlySpan<byte> message)
            && message.Length >= sizeof(ulong)
            && _bySpi.TryGetValue(BinaryPrimitives.ReadUInt64BigEndian(message), out IkeSa? sa))
        {
            bool wasEstablished = sa.State is Established;
            CarryOut(sa, sa.Receive(message, path, Now));
            Count(sa, wasEstablished);
        }

        while (_timers.TryPeek(out (IkeSa Sa, IkeTimer Timer) due, out DateTimeOffset at) && at <= Now)
        {
            _timers.Dequeue();
            IReadOnlyList<Effect> effects = due.Sa.Fire(due.Timer, Now);
            SentAgain += effects.Any(effect => effect is Effect.Transmit) ? 1 : 0;
            CarryOut(due.Sa, effects);
        }
    }

    private void Count(IkeSa sa, bool wasEstablished)
    {
        if (sa.State is not Established)
        {
            return;
        }

        if (wasEstablished)
        {
            Answered++;
        }
        else
        {
            EstablishedCount++;
        }
    }

    private void CarryOut(IkeSa sa, IReadOnlyList<Effect> effects)
    {
        foreach (Effect effect in effects)
        {
            switch (effect)
            {
                case Effect.Transmit transmit:
                    foreach (byte[] datagram in transmit.Datagrams)
                    {
                        wire.Send(transmit.Path, datagram);
                    }

                    break;
                case Effect.StartTimer { Timer.Kind: IkeTimerKind.Retransmit } start:
                    _timers.Enqueue((sa, start.Timer), Now + start.Delay);
                    break;
                case Effect.InstallChild install:
                    install.Pair.Inbound.EraseKeys();
                    install.Pair.Outbound.EraseKeys();
                    break;
                case Effect.Report { What: NegotiationEvent.Failed failed }:
                    LastFailure = failed.Failure;
                    break;
                case Effect.Close close:
                    LastFailure = close.Failure ?? LastFailure;
                    Failed++;
                    _bySpi.Remove(sa.LocalSpi);
                    break;
            }
        }
    }
}
