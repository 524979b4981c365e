using Pipeline.Crypto.Transforms;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Transforms;

/// <summary>The packet path allocates nothing: sealing, opening, and refusing forgeries.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class AllocationTests
{
    private const int Warmup = 100;
    private const int Rounds = 200;

    public static TheoryData<string> All => TestSuites.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Batches_of_unequal_packets_allocate_nothing(string name)
    {
        PacketTransform transform = TestSuites.Find(name);
        using PacketKey key = TestSuites.NewKey(transform, new Random(1));
        TestPacket[] packets = [.. Enumerable.Range(0, 40).Select(index =>
            TestPacket.Create(transform, key, new byte[index * 48], (ulong)index + 1, isAh: TestSuites.IsAh(name)))];
        SealJob[] sealJobs = [.. packets.Select(packet => packet.SealJob())];
        OpenJob[] openJobs = [.. packets.Select(packet => packet.OpenJob())];

        long allocated = Allocations.Of(
            () =>
            {
                transform.Seal(sealJobs);
                transform.Open(openJobs);
            },
            warmup: 20,
            runs: 20);

        Assert.Equal(0, allocated);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Sealing_opening_and_refusing_allocate_nothing(string name)
    {
        PacketTransform transform = TestSuites.Find(name);
        using PacketKey key = TestSuites.NewKey(transform, new Random(1));
        TestPacket packet = TestPacket.Create(transform, key, new byte[960], isAh: TestSuites.IsAh(name));
        packet.ExtendedSequence = true;
        SealJob[] sealJobs = [packet.SealJob()];
        OpenJob[] openJobs = [packet.OpenJob()];
        byte[] wire = new byte[packet.Bytes.Length];
        int authentic = 0;

        long before = 0;
        for (int round = 0; round < Warmup + Rounds; round++)
        {
            if (round == Warmup)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            transform.Seal(sealJobs);
            packet.Bytes.CopyTo(wire, 0);
            transform.Open(openJobs);
            authentic += openJobs[0].Authentic ? 1 : 0;
            wire.CopyTo(packet.Bytes, 0);
            packet.AssociatedBytes[1] ^= 1;
            transform.Open(openJobs);
            packet.AssociatedBytes[1] ^= 1;
            authentic += openJobs[0].Authentic ? 1 : 0;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.Equal((Warmup + Rounds) * (transform.IcvLength == 0 ? 2 : 1), authentic);
    }
}
