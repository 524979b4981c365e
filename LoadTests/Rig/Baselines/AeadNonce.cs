using System.Buffers.Binary;

namespace Pipeline.LoadTests.Rig.Baselines;

/// <summary>The 12-byte nonces of a load: the SA's salt, then a number that no packet before had.</summary>
internal sealed class AeadNonce
{
    /// <summary>Bytes of a nonce.</summary>
    public const int Length = 12;

    private readonly byte[] _nonce = GC.AllocateArray<byte>(Length, pinned: true);
    private ulong _number;

    /// <param name="salt">4 bytes (RFC 4106, RFC 7634).</param>
    public AeadNonce(ReadOnlySpan<byte> salt) => salt.CopyTo(_nonce);

    /// <summary>The next nonce; good until the next call.</summary>
    public byte[] Next() => At(++_number);

    /// <summary>The nonce with a number; good until the next call.</summary>
    public byte[] At(ulong number)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_nonce.AsSpan(4), number);
        return _nonce;
    }
}
