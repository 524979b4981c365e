using Pipeline.Engine.DataPath.Stages;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.DataPath;

/// <summary>A fault of one inbound SA's own code must not take the shard with it: that SA alone goes out of service.</summary>
/// <param name="sas">The shard's SAs.</param>
/// <param name="sink">Hears of an SA that threw; null for nobody.</param>
internal sealed class InboundFaults(SaDatabase sas, ISaFaultSink? sink)
{
    /// <summary><see cref="InboundSa.Unprotect"/> into the next place of a stage.</summary>
    public DropReason Unprotect(InboundSa sa, PacketBuffer packet, in IpPacket ip, int offset, OpenStage stage)
    {
        try
        {
            return sa.Unprotect(packet, ip, offset, stage.NextScratch, out stage.NextJob);
        }
        catch (Exception fault)
        {
            return TakeOutOfService(sa, fault);
        }
    }

    /// <summary><see cref="InboundSa.Finish"/> of a packet of a stage.</summary>
    public DropReason Finish(InboundSa sa, PacketBuffer packet, OpenStage stage, int index, out IpPacket inner)
    {
        try
        {
            return sa.Finish(packet, stage.Header(index), stage.Job(index), out inner);
        }
        catch (Exception fault)
        {
            inner = default;
            return TakeOutOfService(sa, fault);
        }
    }

    /// <summary>Takes an SA out of service.</summary>
    /// <param name="sa">The SA.</param>
    /// <param name="fault">What it threw; null when that was told before.</param>
    /// <returns>What becomes of the packet.</returns>
    public DropReason TakeOutOfService(InboundSa sa, Exception? fault)
    {
        // Once only: other packets of the batch may meet the same fault.
        if (fault is not null && sas.Remove(sa))
        {
            sink?.Failed(sa, fault);
        }

        return DropReason.SaFailed;
    }
}
