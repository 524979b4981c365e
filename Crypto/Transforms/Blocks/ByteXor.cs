using System.Numerics;

namespace Pipeline.Crypto.Transforms.Blocks;

/// <summary>Exclusive or of byte strings.</summary>
internal static class ByteXor
{
    /// <summary>Writes <paramref name="left"/> xor <paramref name="right"/> to <paramref name="result"/>.</summary>
    /// <param name="left">Sets the length.</param>
    /// <param name="right">At least as long as <paramref name="left"/>.</param>
    /// <param name="result">At least as long as <paramref name="left"/>; may be either input itself.</param>
    internal static void Combine(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> result)
    {
        int done = 0;
        for (; done <= left.Length - Vector<byte>.Count; done += Vector<byte>.Count)
        {
            (new Vector<byte>(left[done..]) ^ new Vector<byte>(right[done..])).CopyTo(result[done..]);
        }

        for (; done < left.Length; done++)
        {
            result[done] = (byte)(left[done] ^ right[done]);
        }
    }
}
