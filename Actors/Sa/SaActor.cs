using System.Security.Cryptography;
using Akka.Actor;
using Pipeline.Actors.Sharding;
using Pipeline.Engine.Sa;

namespace Pipeline.Actors.Sa;

/// <summary>Owns one SA: puts it into service, watches its lifetimes, answers for it, and takes it away again.</summary>
/// <remarks>
/// Runs on its shard's thread (<see cref="ShardAkkaDispatcher"/>), the same that calls the SA for every packet: two doors,
/// one room. Never restarted: a restarted sequence number would be a reused nonce. Whatever stops it, the SA leaves
/// the shard's database and its keys are erased. There may be 100,000 of them, so that it holds no more than it must: one
/// method for all messages instead of a delegate for each, and the SA comes by message instead of by constructor, which
/// lets all actors of a shard share one <c>Props</c>.
/// </remarks>
public sealed class SaActor : UntypedActor
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(30);

    private readonly Shard _shard;
    private readonly ShardDirectory _directory;
    private readonly TimeProvider _time;
    private SaRegistration? _registration;
    private List<ITimer>? _timers;
    private IActorRef _hearer = ActorRefs.Nobody;
    private string? _refusal;

    /// <param name="shard">The shard that owns the SA; the actor must run on its dispatcher.</param>
    /// <param name="directory">Where other threads find the shard.</param>
    /// <param name="time">The clock for lifetimes in seconds.</param>
    public SaActor(Shard shard, ShardDirectory directory, TimeProvider time) =>
        (_shard, _directory, _time) = (shard, directory, time);

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        if (_registration is not { } sa)
        {
            if (message is BeginSa first)
            {
                Install(first.Parameters, first.Requester);
            }

            return;
        }

        switch (message)
        {
            case RetireSa:
                // Answered once the SA is gone and its SPI is free again.
                _hearer = Sender;
                Context.Stop(Self);
                break;
            case YieldSa:
                sa.Yield();
                break;
            case ResumeSa:
                sa.Resume();
                break;
            case QuerySa:
                Sender.Tell(sa.Status());
                break;
            case MoveSa order:
                sa.Move(order.Local, order.Remote);
                break;
            case SendDummy order:
                SendDummy(sa, order.Length);
                break;
            case LimitReached limit:
                Expire(sa, limit.State);
                break;
            case AgeReached reached:
                sa.Lifetime.Observe(reached.Age);
                break;
            case StillYoung young:
                StartTimer(young.Age, young.Left);
                break;
            case FailSa order:
                throw new SaFaultException(order.Fault);
            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _timers?.ForEach(timer => timer.Dispose());
        if (_registration is { } sa)
        {
            sa.Remove();
            Context.Parent.Tell(new SaGone(sa.Parameters, _refusal, _hearer));
        }
    }

    private void Install(SaParameters parameters, IActorRef requester)
    {
        _registration = new SaRegistration(parameters, _shard, _directory);
        (_refusal, _hearer) = ("it failed while it was installed", requester);
        if (!TryInstall(_registration, out string why))
        {
            _refusal = why;
            Context.Stop(Self);
            return;
        }

        (_refusal, _hearer) = (null, ActorRefs.Nobody);
        IActorRef self = Self;
        // Called on this thread, in the middle of a batch: only a message to ourselves is safe there.
        _registration.Lifetime.LimitReached = state => self.Tell(new LimitReached(state));
        StartTimer(parameters.Lifetime.SoftAge, parameters.Lifetime.SoftAge);
        StartTimer(parameters.Lifetime.HardAge, parameters.Lifetime.HardAge);
        requester.Tell(new SaInstalled(parameters, _shard.Index, self));
    }

    private bool TryInstall(SaRegistration registration, out string why)
    {
        try
        {
            return registration.TryInstall(Self, out why);
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or CryptographicException)
        {
            why = fault.Message;
            return false;
        }
    }

    private void Expire(SaRegistration sa, SaLifetimeState state)
    {
        if (state == SaLifetimeState.SoftExpired)
        {
            Context.System.EventStream.Publish(new SaSoftExpired(sa.Parameters));
            return;
        }

        Context.System.EventStream.Publish(new SaExpired(sa.Parameters));
        Context.Stop(Self);
    }

    private void SendDummy(SaRegistration sa, int length)
    {
        if (sa.Outbound is { } outbound && _shard.TryRentPacket() is { } packet)
        {
            packet.Reset(Math.Clamp(length, 1, packet.Pool.MaximumPacketLength));
            _shard.Outbound.SendDummy(packet, new OutboundBundle(outbound));
        }
    }

    /// <summary>Waits in steps, because no timer runs longer than 49 days.</summary>
    private void StartTimer(TimeSpan age, TimeSpan left)
    {
        if (age <= TimeSpan.Zero)
        {
            return;
        }

        IActorRef self = Self;
        TimeSpan step = left < LongestTimer ? left : LongestTimer;
        object news = step == left ? new AgeReached(age) : new StillYoung(age, left - step);
        _timers ??= [];
        _timers.Add(_time.CreateTimer(_ => self.Tell(news), null, step, Timeout.InfiniteTimeSpan));
    }

    private sealed record LimitReached(SaLifetimeState State);

    private sealed record AgeReached(TimeSpan Age);

    private sealed record StillYoung(TimeSpan Age, TimeSpan Left);
}
