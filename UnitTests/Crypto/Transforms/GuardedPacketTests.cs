using Pipeline.Crypto.Transforms;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Transforms;

/// <summary>
/// No kernel reads or writes a byte beyond a packet: its last byte, or its first, lies at a page that nobody may touch. A failure is not
/// an assertion: it ends the process.
/// </summary>
public sealed class GuardedPacketTests
{
    private const int EspHeaderLength = 8;
    private const int AhHeadersLength = 44;
    private const int BatchLength = 18;
    private const int LongestText = 1536;

    public static TheoryData<string> All => TestSuites.All;

    [Theory]
    [MemberData(nameof(All))]
    public void A_packet_by_itself_at_every_length(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Maps memory as Linux does.");
        PacketTransform transform = TestSuites.Find(name);
        using PacketKey key = TestSuites.NewKey(transform, new Random(1));
        using var memory = new GuardedMemory(LongestText + 128);
        using var associated = new GuardedMemory(AhHeadersLength);
        int granule = TestSuites.IsAh(name) ? 1 : transform.BlockLength;
        for (int length = 0; length <= LongestText; length += length < 300 ? granule : 8 * 16)
        {
            int whole = length / granule * granule;
            SealAndOpen(transform, [Place(name, transform, key, memory, associated, whole, atEnd: true)], [memory]);
            SealAndOpen(transform, [Place(name, transform, key, memory, associated, whole, atEnd: false)], [memory]);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Packets_of_unequal_length_side_by_side(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Maps memory as Linux does.");
        PacketTransform transform = TestSuites.Find(name);
        var random = new Random(2);
        using PacketKey key = TestSuites.NewKey(transform, random);
        GuardedMemory[] memories = [.. Enumerable.Range(0, BatchLength).Select(_ => new GuardedMemory(LongestText + 128))];
        using var associated = new GuardedMemory(AhHeadersLength);
        int granule = TestSuites.IsAh(name) ? 1 : transform.BlockLength;
        for (int round = 0; round < 12; round++)
        {
            int longest = round % 3 == 0 ? 100 : LongestText;
            SealJob[] jobs = [.. memories.Select(memory => Place(
                name, transform, key, memory, associated, random.Next(longest) / granule * granule, atEnd: round % 2 == 0))];
            SealAndOpen(transform, jobs, memories);
        }

        Array.ForEach(memories, memory => memory.Dispose());
    }

    private static SealJob Place(
        string name, PacketTransform transform, PacketKey key, GuardedMemory memory, GuardedMemory associated, int textLength, bool atEnd)
    {
        bool isAh = TestSuites.IsAh(name);
        int headerLength = isAh ? 0 : EspHeaderLength;
        int total = headerLength + transform.IvLength + textLength + transform.IcvLength;
        int start = atEnd ? memory.Length - total : 0;
        int iv = start + headerLength;
        int icv = isAh ? iv + transform.IvLength : start + total - transform.IcvLength;
        return new SealJob
        {
            Key = key,
            Sequence = 0x1_0000_0001 + (ulong)textLength,
            ExtendedSequence = textLength % 8 == 0,
            Packet = memory.View,
            IvOffset = iv,
            TextOffset = isAh ? icv + transform.IcvLength : iv + transform.IvLength,
            TextLength = textLength,
            IcvOffset = icv,
            Associated = isAh ? associated.View : memory.View,
            AssociatedOffset = isAh ? (atEnd ? associated.Length - AhHeadersLength : 0) : start,
            AssociatedLength = isAh ? AhHeadersLength : EspHeaderLength,
        };
    }

    private static void SealAndOpen(PacketTransform transform, SealJob[] jobs, GuardedMemory[] memories)
    {
        for (int index = 0; index < jobs.Length; index++)
        {
            memories[index].AsSpan(jobs[index].TextOffset, jobs[index].TextLength).Fill((byte)index);
        }

        transform.Seal(jobs);
        OpenJob[] opened = [.. jobs.Select(Jobs.ToOpen)];
        transform.Open(opened);

        for (int index = 0; index < jobs.Length; index++)
        {
            Assert.True(opened[index].Authentic);
            Assert.False(memories[index].AsSpan(jobs[index].TextOffset, jobs[index].TextLength).ContainsAnyExcept((byte)index));
        }
    }
}
