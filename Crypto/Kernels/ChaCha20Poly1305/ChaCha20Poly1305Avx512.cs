using System.Runtime.CompilerServices;

namespace Pipeline.Crypto.Kernels.ChaCha20Poly1305;

/// <summary>AVX-512: 16 blocks of key stream side by side; for Poly1305 8 packets, or 8 blocks of a long one.</summary>
internal sealed unsafe class ChaCha20Poly1305Avx512 : ChaCha20Poly1305Kernel
{
    /// <inheritdoc/>
    protected override void Combine(Stretch* stretches, int count) => ChaCha20Stream<ChaCha20Avx512>.Combine(stretches, count);

    /// <inheritdoc/>
    protected override void Absorb(ref Poly1305 mac, byte* blocks, int count) => Poly1305Avx512.Absorb(ref mac, blocks, count);

    /// <inheritdoc/>
    [SkipLocalsInit]
    protected override void ComputeTags(MacMessage* messages, int count)
    {
        Span<int> lengths = stackalloc int[GroupLength];
        for (int index = 0; index < count; index++)
        {
            lengths[index] = messages[index].TextLength;
        }

        // Packets of like length side by side.
        Span<byte> order = stackalloc byte[GroupLength];
        LongestFirst.Sort(lengths[..count], order);
        MacMessage** octet = stackalloc MacMessage*[Poly1305Octet.Lanes];
        for (int start = 0; start < count; start += Poly1305Octet.Lanes)
        {
            // Lanes that nobody needs repeat the last message: the same tag is written again.
            int used = Math.Min(count - start, Poly1305Octet.Lanes);
            for (int lane = 0; lane < Poly1305Octet.Lanes; lane++)
            {
                octet[lane] = messages + order[start + Math.Min(lane, used - 1)];
            }

            if (IsOctetCheaper(octet, used))
            {
                Poly1305Octet.ComputeTags(octet);
                continue;
            }

            for (int lane = 0; lane < used; lane++)
            {
                ComputeTag(octet[lane]);
            }
        }
    }

    /// <summary>Compares what messages cost side by side, where the longest counts, and one by one; nanoseconds of a Zen 4.</summary>
    private static bool IsOctetCheaper(MacMessage** messages, int count)
    {
        int longest = 0;
        int single = 0;
        for (int index = 0; index < count; index++)
        {
            MacMessage* message = messages[index];
            if (message->AssociatedLength is 0 or > Poly1305.BlockLength)
            {
                return false;
            }

            int blocks = message->TextLength / Poly1305.BlockLength;
            longest = Math.Max(longest, blocks);
            single += 40 + Math.Min(8 * blocks, 90 + (2 * blocks));
        }

        return 120 + (14 * longest) < single;
    }
}
