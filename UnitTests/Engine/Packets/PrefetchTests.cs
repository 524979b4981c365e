using System.Runtime.CompilerServices;
using Pipeline.Engine.DataPath;
using Pipeline.Engine.Sa;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Engine.Packets;

/// <summary>What is fetched ahead of a packet is as large as the code that fetches it believes.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class PrefetchTests
{
    /// <summary>The object's header and its type, which nobody fetches: what is fetched begins with the first field.</summary>
    private const int HeaderLength = 16;

    [Theory]
    [InlineData(typeof(OutboundSa), OutboundSa.FieldsLength)]
    [InlineData(typeof(InboundSa), InboundSa.FieldsLength)]
    public void An_sa_is_as_long_as_what_is_fetched_of_it(Type type, int fetched)
    {
        Assert.Equal(LengthOf(type) - HeaderLength, fetched);
    }

    [Fact]
    public void What_is_read_ahead_of_a_packet_takes_less_than_a_line()
    {
        Assert.Equal(56, Unsafe.SizeOf<PlainArrivals.Arrival>());
    }

    /// <summary>Bytes of one object. A collection in between closes this thread's allocation context, which then counts as allocated.</summary>
    private static long LengthOf(Type type) => Enumerable.Range(0, 10).Min(_ =>
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        RuntimeHelpers.GetUninitializedObject(type);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    });
}
