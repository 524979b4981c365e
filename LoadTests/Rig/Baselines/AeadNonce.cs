using System.Buffers.Binary;

namespace Pipeline.LoadTests.Rig.Baselines;

/// <summary>The nonces of a load: the SA's salt, then the IV that the packet carries (RFC 4106 §4, RFC 7634 §2).</summary>
internal sealed class AeadNonce
{
    private const int SaltLength = 4;
    private const int Length = 12;

    private readonly byte[] _nonce = GC.AllocateArray<byte>(Length, pinned: true);
    private ulong _number;

    /// <param name="salt">4 bytes.</param>
    public AeadNonce(ReadOnlySpan<byte> salt) => salt.CopyTo(_nonce);

    /// <summary>Makes a nonce that no packet had before and puts its IV into the packet.</summary>
    /// <returns>The nonce, in pinned memory; good until the next call.</returns>
    public byte[] NextInto(Span<byte> iv)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_nonce.AsSpan(SaltLength), ++_number);
        _nonce.AsSpan(SaltLength).CopyTo(iv);
        return _nonce;
    }

    /// <summary>The nonce of a packet that was sealed.</summary>
    /// <returns>The nonce, in pinned memory; good until the next call.</returns>
    public byte[] Of(ReadOnlySpan<byte> iv)
    {
        iv.CopyTo(_nonce.AsSpan(SaltLength));
        return _nonce;
    }
}
