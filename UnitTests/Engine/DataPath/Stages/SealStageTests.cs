using Pipeline.Engine.DataPath.Stages;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.DataPath.Stages;

/// <summary>A stage holds jobs, and with them keys, for one batch only.</summary>
public sealed class SealStageTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Keeps_no_key_of_a_job_that_was_added_or_refused(int packets)
    {
        using var pool = new PacketPool(4, 200, trackLeaks: true);
        using OutboundSa sa = TestSa.Of("aes128-gcm").Outbound();
        var stage = new SealStage(3);
        for (int index = 0; index < packets; index++)
        {
            PacketBuffer packet = pool.Rent(TestPackets.Ipv4());
            Assert.Equal(DropReason.None, Protect(sa, packet, stage));
            if (index < packets - 1 || packets == 3)
            {
                stage.Add(packet, sa, bundle: null);
            }

            PacketPool.Return(packet);
        }

        stage.Clear();

        while (!stage.IsFull)
        {
            Assert.Null(stage.NextJob.Key);
            stage.Add(null!, sa, bundle: null);
        }
    }

    private static DropReason Protect(OutboundSa sa, PacketBuffer packet, SealStage stage)
    {
        Assert.True(PlainIpv4.TryRead(packet.Packet, out PlainIpv4 ip));
        return sa.ProtectPlain(packet, ip.TotalLength, ip.TrafficClass, ip.DontFragment, out stage.NextJob);
    }
}
