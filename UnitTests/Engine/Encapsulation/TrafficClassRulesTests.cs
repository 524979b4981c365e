using Pipeline.Engine.Encapsulation;
using Xunit;

namespace Pipeline.UnitTests.Engine.Encapsulation;

/// <summary>RFC 6040 §4.</summary>
public sealed class TrafficClassRulesTests
{
    private const int NotEct = 0;
    private const int Ect1 = 1;
    private const int Ect0 = 2;
    private const int Ce = 3;
    private const int Drop = -1;

    [Theory]
    [InlineData(NotEct, NotEct, NotEct)]
    [InlineData(NotEct, Ect0, NotEct)]
    [InlineData(NotEct, Ect1, NotEct)]
    [InlineData(NotEct, Ce, Drop)]
    [InlineData(Ect0, NotEct, Ect0)]
    [InlineData(Ect0, Ect0, Ect0)]
    [InlineData(Ect0, Ect1, Ect1)]
    [InlineData(Ect0, Ce, Ce)]
    [InlineData(Ect1, NotEct, Ect1)]
    [InlineData(Ect1, Ect0, Ect1)]
    [InlineData(Ect1, Ect1, Ect1)]
    [InlineData(Ect1, Ce, Ce)]
    [InlineData(Ce, NotEct, Ce)]
    [InlineData(Ce, Ect0, Ce)]
    [InlineData(Ce, Ect1, Ce)]
    [InlineData(Ce, Ce, Ce)]
    public void Decapsulates_by_figure_4(int inner, int outer, int expected)
    {
        bool isKept = TrafficClassRules.TryDecapsulate((byte)(0xB8 | inner), (byte)(0x28 | outer), out byte result);

        Assert.Equal(expected != Drop, isKept);
        Assert.Equal(0xB8 | (expected == Drop ? inner : expected), result);
    }

    [Theory]
    [InlineData(EcnMode.Normal, null, 0xBB, 0xBB)]
    [InlineData(EcnMode.Normal, null, 0x02, 0x02)]
    [InlineData(EcnMode.Compatibility, null, 0xBB, 0xB8)]
    [InlineData(EcnMode.Normal, 10, 0xBB, 0x2B)]
    [InlineData(EcnMode.Compatibility, 0, 0xBB, 0x00)]
    public void Encapsulates_by_figure_3(EcnMode mode, int? dscp, int inner, int outer)
    {
        Assert.Equal(outer, TrafficClassRules.Encapsulate((byte)inner, mode, (byte?)dscp));
    }
}
