using Pipeline.Crypto.KeyDerivation;
using Xunit;

namespace Pipeline.UnitTests.Crypto.KeyDerivation;

/// <summary>RFC 7296 §2.13. That the bytes are right, recorded sessions show.</summary>
public sealed class PrfPlusTests
{
    private static readonly Prf Sha256 = PrfCatalog.All[0];

    [Fact]
    public void Each_block_comes_from_the_one_before_the_seed_and_its_number()
    {
        var output = new byte[80];
        var block = new byte[32];

        PrfPlus.Fill(Sha256, [1, 2], [3, 4], output);

        Sha256.Compute([1, 2], [3, 4, 1], block);
        Assert.Equal(block, output[..32]);
        Sha256.Compute([1, 2], [.. block, 3, 4, 2], block);
        Assert.Equal(block, output[32..64]);
        Sha256.Compute([1, 2], [.. block, 3, 4, 3], block);
        Assert.Equal(block[..16], output[64..]);
    }

    [Fact]
    public void Makes_255_blocks_and_not_one_byte_more()
    {
        PrfPlus.Fill(Sha256, [1], [2], new byte[255 * 32]);

        Assert.Throws<ArgumentOutOfRangeException>(() => PrfPlus.Fill(Sha256, [1], [2], new byte[(255 * 32) + 1]));
    }
}
