using Pipeline.Engine.Wire.Ike;
using Xunit;

namespace Pipeline.UnitTests.Engine.Wire.Ike;

/// <summary>RFC 7296 §3.2: the walk over a chain, whatever the payloads are.</summary>
public sealed class PayloadReaderTests
{
    [Theory]
    [InlineData("", 0, IkeReadError.None, 0)]
    [InlineData("00000004", 40, IkeReadError.None, 1)]
    [InlineData("29000006aabb00000004", 40, IkeReadError.None, 2)]
    [InlineData("00", 0, IkeReadError.TrailingOctets, 0)]
    [InlineData("0000000400", 40, IkeReadError.TrailingOctets, 1)]
    [InlineData("000000", 40, IkeReadError.PayloadBeyondEnd, 0)]
    [InlineData("00000003", 40, IkeReadError.PayloadBeyondEnd, 0)]
    [InlineData("00000000", 40, IkeReadError.PayloadBeyondEnd, 0)]
    [InlineData("00000005", 40, IkeReadError.PayloadBeyondEnd, 0)]
    [InlineData("29000004", 40, IkeReadError.PayloadBeyondEnd, 1)]
    [InlineData("29000005aa", 46, IkeReadError.None, 1)] // what follows SK is inside it
    [InlineData("29000005aabb", 46, IkeReadError.EncryptedPayloadNotLast, 0)]
    [InlineData("29000005aabb", 53, IkeReadError.EncryptedPayloadNotLast, 0)]
    public void Ends_where_the_chain_does_or_names_the_fault(string chain, int first, IkeReadError error, int count)
    {
        var reader = new PayloadReader(Convert.FromHexString(chain), (PayloadType)first);
        int seen = 0;
        while (reader.TryNext(out _))
        {
            seen++;
        }

        Assert.Equal((error, count), (reader.Error, seen));
        Assert.False(reader.TryNext(out _));
    }

    [Fact]
    public void Says_where_a_body_lies_and_whether_it_must_be_understood()
    {
        var reader = new PayloadReader(Convert.FromHexString("29800006aabb007f0004"), (PayloadType)200);

        Assert.True(reader.TryNext(out PayloadSlice first));
        Assert.True(reader.TryNext(out PayloadSlice second));

        Assert.Equal(new PayloadSlice((PayloadType)200, true, 4, 2, PayloadType.Notify), first);

        // Reserved bits are ignored.
        Assert.Equal(new PayloadSlice(PayloadType.Notify, false, 10, 0, PayloadType.None), second);
    }

    [Theory]
    [InlineData(64, IkeReadError.None)]
    [InlineData(65, IkeReadError.TooManyPayloads)]
    public void Reads_64_payloads_and_not_one_more(int count, IkeReadError error)
    {
        byte[] chain = [.. Enumerable.Range(1, count).SelectMany(number => new byte[] { (byte)(number < count ? 43 : 0), 0, 0, 4 })];
        var reader = new PayloadReader(chain, PayloadType.VendorId);
        while (reader.TryNext(out _))
        {
        }

        Assert.Equal(error, reader.Error);
    }
}
