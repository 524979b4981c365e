namespace Pipeline.Crypto.Kernels.ChaCha20Poly1305;

/// <summary>AVX-512: 16 blocks of key stream, and 8 blocks of Poly1305, side by side.</summary>
internal sealed unsafe class ChaCha20Poly1305Avx512 : ChaCha20Poly1305Kernel
{
    /// <inheritdoc/>
    protected override void Combine(Stretch* stretches, int count) => ChaCha20Stream<ChaCha20Avx512>.Combine(stretches, count);

    /// <inheritdoc/>
    protected override void Absorb(ref Poly1305 mac, byte* blocks, int count) => Poly1305Avx512.Absorb(ref mac, blocks, count);
}
