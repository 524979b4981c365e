using Pipeline.Crypto.Kernels;
using Pipeline.Crypto.Kernels.Gcm.Native;
using Pipeline.Crypto.Transforms;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Kernels.Gcm.Native;

/// <summary>Intel's library as a twin of the managed kernels: present or not, the answers are the same.</summary>
public sealed class AesGcmIpsecMbTests
{
    [Fact]
    public void Is_chosen_only_where_it_is_installed()
    {
        Assert.Equal(AesGcmIpsecMb.IsSupported && KernelSets.Avx512.IsSupported, KernelSets.Supported.Contains(KernelSets.IpsecMb));
    }

    [Fact]
    public void A_batch_of_short_and_long_packets_is_divided_between_both_and_comes_out_right()
    {
        if (!AesGcmIpsecMb.IsSupported)
        {
            Assert.Skip("The library is not installed, or this machine cannot run it.");
        }

        const int Shortest = AesGcmIpsecMb.ShortestText;
        int[] lengths = [0, Shortest, Shortest - 1, 64, 1420, Shortest + 1, 8900, 8, 1420, 1421];
        foreach (bool extended in (bool[])[false, true])
        {
            var packets = new GcmPackets(KernelSets.IpsecMb.AesGcm, keyLength: 32, icvLength: 12, lengths, seed: 8, extended);

            packets.Seal();
            packets.AssertSealedLikeReference();
            packets.Icv(4)[0] ^= 1;
            packets.Icv(6)[11] ^= 0x80;

            Assert.Equal([true, true, true, true, false, true, false, true, true, true], packets.Open());
            Assert.False(packets.Text(4).ContainsAnyExcept((byte)0));
            Assert.True(packets.MarginsAreIntact);
        }
    }

    [Fact]
    public void An_empty_batch_is_nothing_to_do()
    {
        foreach (KernelSet set in KernelSets.Supported)
        {
            Exception? thrown = Record.Exception(() =>
            {
                set.AesGcm.Seal(Span<SealJob>.Empty, 16, 16);
                set.AesGcm.Open(Span<OpenJob>.Empty, 16, 16);
            });

            Assert.Null(thrown);
        }
    }
}
