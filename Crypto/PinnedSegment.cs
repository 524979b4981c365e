namespace Pipeline.Crypto;

/// <summary>A part of pinned memory.</summary>
/// <param name="Bytes">The memory.</param>
/// <param name="Offset">Where the part begins.</param>
/// <param name="Length">Bytes in it.</param>
public readonly record struct PinnedSegment(PinnedBytes Bytes, int Offset, int Length)
{
    /// <summary>The bytes.</summary>
    public Span<byte> AsSpan() => Bytes.AsSpan(Offset, Length);
}
