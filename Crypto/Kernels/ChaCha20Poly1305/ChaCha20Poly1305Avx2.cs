namespace Pipeline.Crypto.Kernels.ChaCha20Poly1305;

/// <summary>AVX2: 8 blocks of key stream, and 4 of Poly1305, side by side.</summary>
internal sealed unsafe class ChaCha20Poly1305Avx2 : ChaCha20Poly1305Kernel
{
    /// <inheritdoc/>
    protected override void Combine(Stretch* stretches, int count) => ChaCha20Stream<ChaCha20Avx2>.Combine(stretches, count);

    /// <inheritdoc/>
    protected override void Absorb(ref Poly1305 mac, byte* blocks, int count) => Poly1305Avx2.Absorb(ref mac, blocks, count);
}
