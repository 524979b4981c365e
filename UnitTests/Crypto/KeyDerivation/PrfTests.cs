using Pipeline.Crypto.KeyDerivation;
using Pipeline.UnitTests.Support;
using Xunit;

namespace Pipeline.UnitTests.Crypto.KeyDerivation;

/// <summary>HMAC (RFC 2202, RFC 4231), AES-XCBC-PRF-128 (RFC 4434), AES-CMAC-PRF-128 (RFC 4615).</summary>
public sealed class PrfTests
{
    public static TheoryData<string> Names => [.. PrfCatalog.All.Select(prf => prf.Name)];

    [Theory]
    [InlineData("Crypto/rfc2202", "MD5", "prfmd5")]
    [InlineData("Crypto/rfc2202", "SHA1", "prfsha1")]
    [InlineData("Crypto/rfc4231", "SHA256", "prfsha256")]
    [InlineData("Crypto/rfc4231", "SHA384", "prfsha384")]
    [InlineData("Crypto/rfc4231", "SHA512", "prfsha512")]
    [InlineData("Crypto/rfc4434", null, "prfaesxcbc")]
    [InlineData("Crypto/rfc4615", null, "prfaescmac")]
    public void Computes_the_published_value(string file, string? hash, string name)
    {
        Prf prf = Find(name);
        int count = 0;
        foreach (VectorCase vector in VectorFile.Read(file).Where(vector => hash is null || vector.Text("hash") == hash))
        {
            var output = new byte[prf.OutputLength];

            prf.Compute(vector.Bytes("key"), vector.Bytes("input"), output);

            // RFC 4231's case 5 is truncated.
            Assert.StartsWith(vector.Text("mac"), Convert.ToHexStringLower(output), StringComparison.Ordinal);
            count++;
        }

        Assert.True(count >= 3);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_input_in_parts_is_the_same_input_and_the_key_can_be_used_again(string name)
    {
        Prf prf = Find(name);
        byte[] input = [.. Enumerable.Range(0, 1000).Select(value => (byte)value)];
        var whole = new byte[prf.OutputLength];
        var parts = new byte[prf.OutputLength];
        using PrfKey key = prf.Expand([1, 2, 3]);

        prf.Compute([1, 2, 3], input, whole);
        for (int round = 0; round < 2; round++)
        {
            key.Append(input.AsSpan(0, 7));
            key.Append(default);
            key.Append(input.AsSpan(7, 600));
            key.Append(input.AsSpan(607));
            key.Finish(parts);

            Assert.Equal(whole, parts);
        }
    }

    [Fact]
    public void Every_row_is_found_by_its_names_and_its_number()
    {
        foreach (Prf row in PrfCatalog.All)
        {
            Assert.True(PrfCatalog.TryFind(row.Name.ToUpperInvariant(), out Prf byName) && byName == row);
            Assert.True(PrfCatalog.TryFind(row.Ikev2Id, out Prf byNumber) && byNumber == row);
            Assert.All(row.Aliases, alias => Assert.True(PrfCatalog.TryFind(alias, out Prf byAlias) && byAlias == row));
        }

        Assert.False(PrfCatalog.TryFind("prfsha3", out _));
        Assert.False(PrfCatalog.TryFind(9, out _));
    }

    private static Prf Find(string name) => PrfCatalog.TryFind(name, out Prf prf) ? prf : throw new ArgumentException(name);
}
