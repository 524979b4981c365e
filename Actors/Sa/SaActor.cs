using System.Security.Cryptography;
using Akka.Actor;
using Pipeline.Actors.Sharding;
using Pipeline.Engine.Sa;

namespace Pipeline.Actors.Sa;

/// <summary>Owns one SA: puts it into service, watches its lifetimes, answers for it, and takes it away again.</summary>
/// <remarks>
/// Runs on its shard's thread (<see cref="ShardAkkaDispatcher"/>), the same that calls the SA for every packet: two doors,
/// one room. Never restarted: a restarted sequence number would be a reused nonce. Whatever stops it, the SA leaves
/// the shard's database and its keys are erased.
/// </remarks>
public sealed class SaActor : ReceiveActor
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(30);

    private readonly SaParameters _parameters;
    private readonly Shard _shard;
    private readonly SaRegistration _registration;
    private readonly TimeProvider _time;
    private readonly IActorRef _requester;
    private readonly List<ITimer> _timers = [];
    private bool _installed;

    /// <param name="parameters">The SA.</param>
    /// <param name="shard">The shard that owns it; the actor must run on its dispatcher.</param>
    /// <param name="directory">Where other threads find the shard.</param>
    /// <param name="time">The clock for lifetimes in seconds.</param>
    /// <param name="requester">Who hears whether it worked.</param>
    public SaActor(SaParameters parameters, Shard shard, ShardDirectory directory, TimeProvider time, IActorRef requester)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        (_parameters, _shard, _time, _requester) = (parameters, shard, time, requester);
        _registration = new SaRegistration(parameters, shard, directory);
        Receive<RetireSa>(_ => Retire());
        Receive<QuerySa>(_ => Sender.Tell(_registration.Status()));
        Receive<SendDummy>(order => SendDummy(order.Length));
        Receive<LimitReached>(limit => Expire(limit.State));
        Receive<AgeReached>(age => _registration.Lifetime.Observe(age.Age));
        Receive<StillYoung>(young => StartTimer(young.Age, young.Left));
        Receive<FailSa>(order => throw new SaFaultException(order.Fault));
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        if (!TryInstall(out string why))
        {
            _requester.Tell(new SaRefused(_parameters, why));
            Context.Stop(Self);
            return;
        }

        _installed = true;
        IActorRef self = Self;
        // Called on this thread, in the middle of a batch: only a message to ourselves is safe there.
        _registration.Lifetime.LimitReached = state => self.Tell(new LimitReached(state));
        StartTimer(_parameters.Lifetime.SoftAge, _parameters.Lifetime.SoftAge);
        StartTimer(_parameters.Lifetime.HardAge, _parameters.Lifetime.HardAge);
        _requester.Tell(new SaInstalled(_parameters, _shard.Index, self));
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _timers.ForEach(timer => timer.Dispose());
        _registration.Remove();
        if (_installed)
        {
            Context.System.EventStream.Publish(new SaRetired(_parameters));
        }
    }

    private bool TryInstall(out string why)
    {
        try
        {
            return _registration.TryInstall(Self, out why);
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or CryptographicException)
        {
            why = fault.Message;
            return false;
        }
    }

    private void Retire()
    {
        Sender.Tell(new SaRetired(_parameters));
        Context.Stop(Self);
    }

    private void Expire(SaLifetimeState state)
    {
        if (state == SaLifetimeState.SoftExpired)
        {
            Context.System.EventStream.Publish(new SaSoftExpired(_parameters));
            return;
        }

        Context.System.EventStream.Publish(new SaExpired(_parameters));
        Context.Stop(Self);
    }

    private void SendDummy(int length)
    {
        if (_registration.Outbound is { } sa && _shard.TryRentPacket() is { } packet)
        {
            packet.Reset(Math.Clamp(length, 1, packet.Pool.MaximumPacketLength));
            _shard.Outbound.SendDummy(packet, new OutboundBundle(sa));
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
        _timers.Add(_time.CreateTimer(_ => self.Tell(news), null, step, Timeout.InfiniteTimeSpan));
    }

    private sealed record LimitReached(SaLifetimeState State);

    private sealed record AgeReached(TimeSpan Age);

    private sealed record StillYoung(TimeSpan Age, TimeSpan Left);
}
