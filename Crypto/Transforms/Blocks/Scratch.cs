namespace Pipeline.Crypto.Transforms.Blocks;

/// <summary>Working memory of the running thread, so that no key carries any and no packet allocates any.</summary>
/// <remarks>
/// Grown once and kept. Per thread and not per key, because a gateway has few threads and many SAs. What is left in
/// it after a packet (plaintext, key stream that is used up) is never read again before it is overwritten.
/// </remarks>
internal static class Scratch
{
    // A whole IP packet (65,535 bytes) with headers, padding and one block of slack fits without growing again.
    private const int FirstLength = 66 * 1024;

    [ThreadStatic]
    private static byte[]? _work;

    [ThreadStatic]
    private static byte[]? _plaintext;

    /// <summary>At least <paramref name="length"/> bytes for MAC input or key stream; not the other buffer.</summary>
    internal static byte[] Work(int length) => AtLeast(ref _work, length);

    /// <summary>At least <paramref name="length"/> bytes for plaintext whose tag is not verified yet.</summary>
    internal static byte[] Plaintext(int length) => AtLeast(ref _plaintext, length);

    private static byte[] AtLeast(ref byte[]? buffer, int length)
    {
        if (buffer is null || buffer.Length < length)
        {
            buffer = new byte[Math.Max(length, FirstLength)];
        }

        return buffer;
    }
}
