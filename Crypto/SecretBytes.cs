using System.Buffers;
using System.Security.Cryptography;

namespace Pipeline.Crypto;

/// <summary>Key material that erases itself: pinned, so that the garbage collector leaves no copies behind.</summary>
/// <remarks>
/// Holds the bytes until <see cref="Dispose"/>; a finalizer erases what someone forgot. Not thread safe.
/// </remarks>
public sealed class SecretBytes : IDisposable
{
    private readonly byte[] _bytes;
    private bool _erased;

    /// <summary>Copies key material; the caller erases the source.</summary>
    public SecretBytes(ReadOnlySpan<byte> bytes)
        : this(bytes.Length) => bytes.CopyTo(_bytes);

    private SecretBytes(int length) => _bytes = GC.AllocateUninitializedArray<byte>(length, pinned: true);

    /// <summary>Erases the bytes if nobody did.</summary>
    ~SecretBytes() => CryptographicOperations.ZeroMemory(_bytes);

    /// <summary>Bytes of key material.</summary>
    public int Length => _bytes.Length;

    /// <summary>True once it has been erased.</summary>
    public bool IsErased => _erased;

    /// <summary>The key material; not to be kept or copied to the heap.</summary>
    /// <exception cref="ObjectDisposedException">It has been erased.</exception>
    public ReadOnlySpan<byte> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(_erased, this);
            return _bytes;
        }
    }

    /// <summary>Makes key material in its final place, without a copy elsewhere.</summary>
    /// <param name="length">Bytes to make.</param>
    /// <param name="state">Given to <paramref name="fill"/>.</param>
    /// <param name="fill">Writes all of the bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public static SecretBytes Create<TState>(int length, TState state, SpanAction<byte, TState> fill)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentNullException.ThrowIfNull(fill);
        var secret = new SecretBytes(length);
        secret._bytes.AsSpan().Clear();
        fill(secret._bytes, state);
        return secret;
    }

    /// <summary>Makes random key material.</summary>
    /// <param name="length">Bytes to make.</param>
    /// <param name="random">Where they come from.</param>
    public static SecretBytes Random(int length, IRandomSource random) =>
        Create(length, random, static (bytes, source) => source.Fill(bytes));

    /// <summary>Compares in a time that depends on the lengths only.</summary>
    /// <exception cref="ObjectDisposedException">It has been erased.</exception>
    public bool FixedTimeEquals(ReadOnlySpan<byte> other) => CryptographicOperations.FixedTimeEquals(Span, other);

    /// <summary>Overwrites the key material with zeros; again is harmless.</summary>
    public void Dispose()
    {
        _erased = true;
        CryptographicOperations.ZeroMemory(_bytes);
        GC.SuppressFinalize(this);
    }

    /// <summary>The length, never the bytes: safe in a log.</summary>
    public override string ToString() => $"SecretBytes({Length})";
}
