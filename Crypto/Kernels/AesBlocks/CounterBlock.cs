namespace Pipeline.Crypto.Kernels.AesBlocks;

/// <summary>A counter block of 16 bytes; the last four are the counter, big endian (RFC 3686 §4).</summary>
/// <param name="Nonce">The first 4 bytes, as they lie in memory.</param>
/// <param name="Iv">The next 8, likewise.</param>
/// <param name="Counter">The counter's value.</param>
internal readonly record struct CounterBlock(uint Nonce, ulong Iv, uint Counter);
