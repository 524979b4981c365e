using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pipeline.Crypto;

/// <summary>An array that the garbage collector never moves, so that kernels may keep its address for a whole batch.</summary>
/// <remarks>
/// A value of this type can only come from <see cref="Allocate"/>: what a kernel is given is always pinned, and no packet pays
/// for pinning. Costs nothing over the array itself. The default value holds no bytes.
/// </remarks>
public readonly struct PinnedBytes : IEquatable<PinnedBytes>
{
    private readonly byte[]? _array;

    private PinnedBytes(byte[] array) => _array = array;

    /// <summary>The array itself.</summary>
    public byte[] Array => _array ?? [];

    /// <summary>Bytes in it.</summary>
    public int Length => _array?.Length ?? 0;

    /// <summary>Its first byte's address; good for as long as somebody holds the array.</summary>
    internal unsafe byte* Pointer => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_array!));

    /// <summary>Its address, for jobs; good for as long as somebody holds this.</summary>
    public unsafe PinnedView View => _array is null ? default : new PinnedView(Pointer);

    /// <summary>Makes <paramref name="length"/> zero bytes.</summary>
    public static PinnedBytes Allocate(int length) => new(GC.AllocateArray<byte>(length, pinned: true));

    /// <summary>A part of it.</summary>
    public Span<byte> AsSpan(int offset, int length) => _array.AsSpan(offset, length);

    /// <summary>All of it.</summary>
    public Span<byte> AsSpan() => _array;

    /// <inheritdoc/>
    public bool Equals(PinnedBytes other) => ReferenceEquals(_array, other._array);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PinnedBytes other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(_array);

    /// <summary>True when both are the same array.</summary>
    public static bool operator ==(PinnedBytes left, PinnedBytes right) => left.Equals(right);

    /// <summary>True when they are different arrays.</summary>
    public static bool operator !=(PinnedBytes left, PinnedBytes right) => !left.Equals(right);
}
