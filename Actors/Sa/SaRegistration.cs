using Akka.Actor;
using Pipeline.Actors.Sharding;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Actors.Sa;

/// <summary>One SA in its shard's database and in the directory: entered together, left together.</summary>
/// <remarks>Only the shard's thread may use it.</remarks>
internal sealed class SaRegistration(SaParameters parameters, Shard shard, ShardDirectory directory)
{
    private InboundSa? _inbound;
    private bool _hasYielded;

    /// <summary>The SA, as it was when it came into service.</summary>
    public SaParameters Parameters => parameters;

    /// <summary>The sending half; null when the SA is inbound or not installed.</summary>
    public OutboundSa? Outbound { get; private set; }

    /// <summary>The limits of whichever half it is.</summary>
    public ref SaLifetime Lifetime => ref (Outbound is { } sa ? ref sa.Lifetime : ref _inbound!.Lifetime);

    /// <summary>Puts the SA into service.</summary>
    /// <returns>False, with one sentence, when another SA has its SPI.</returns>
    public bool TryInstall(IActorRef owner, out string why)
    {
        why = "";
        if (parameters.Direction == SaDirection.Outbound)
        {
            Outbound = new OutboundSa(parameters);
            shard.Sas.Install(Outbound);
            shard.Owners.Add(Outbound, owner);
            directory.AddOutbound(parameters, shard.Index);
            return true;
        }

        var inbound = new InboundSa(parameters);
        if (!shard.Sas.TryInstall(inbound))
        {
            inbound.Dispose();
            why = $"an inbound {parameters.Protocol} SA with SPI 0x{parameters.Spi:x8} is installed already";
            return false;
        }

        _inbound = inbound;
        shard.Owners.Add(inbound, owner);
        directory.AddInbound(parameters, shard.Index);
        return true;
    }

    /// <summary>Carries no new packets any more: a successor does, on another shard.</summary>
    public void Yield()
    {
        if (Outbound is { } outbound)
        {
            shard.Sas.Yield(outbound);
            _hasYielded = true;
        }
    }

    /// <summary>Carries new packets again if it has yielded: the successor is gone, and this one is not.</summary>
    public void Resume()
    {
        if (_hasYielded && Outbound is { } outbound)
        {
            shard.Sas.Resume(outbound);
            _hasYielded = false;
        }
    }

    /// <summary>What the SA has done so far.</summary>
    public SaStatus Status() => Outbound is { } sa
        ? new SaStatus(sa.Parameters, shard.Index, sa.Lifetime.Packets, sa.Lifetime.Bytes, sa.LastSequence, sa.PathMtu, sa.Lifetime.State)
        : new SaStatus(parameters, shard.Index, Lifetime.Packets, Lifetime.Bytes, _inbound!.HighestSequence, 0, Lifetime.State);

    /// <summary>Sends to and from other addresses from now on; an inbound SA takes packets from anywhere, and need not move.</summary>
    public void Move(in UdpEndpoint local, in UdpEndpoint remote)
    {
        if (Outbound is { } outbound)
        {
            IpAddress before = outbound.Parameters.Destination;
            if (shard.Sas.Move(outbound, local, remote))
            {
                directory.MoveOutbound(parameters, before, remote.Address, shard.Index);
            }
        }
    }

    /// <summary>Takes the SA out of service and erases its keys.</summary>
    public void Remove()
    {
        if (Outbound is { } outbound)
        {
            shard.Sas.Remove(outbound);
            shard.Owners.Remove(outbound);
            directory.RemoveOutbound(parameters, outbound.Parameters.Destination, shard.Index);
            outbound.Dispose();
        }

        if (_inbound is { } inbound)
        {
            shard.Sas.Remove(inbound);
            shard.Owners.Remove(inbound);
            directory.RemoveInbound(parameters, shard.Index);
            inbound.Dispose();
        }

        if (Outbound is not null || _inbound is not null)
        {
            // Of an SA that was refused the keys stay the caller's.
            parameters.EraseKeys();
        }
    }
}
