using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Pipeline.Crypto.Transforms;

namespace Pipeline.Crypto.Kernels.Gcm;

/// <summary>The key of an SA with AES-GCM or AES-GMAC: expanded by one kernel, and the salt that starts every nonce.</summary>
/// <remarks>All that a kernel reads of a key is one aligned block of memory, so that a packet of a cold SA misses few lines.</remarks>
internal sealed unsafe class AesGcmKey : PacketKey
{
    private const int CacheLine = 64;

    private readonly PinnedBytes _memory;
    private byte* _material;

    /// <summary>Expands a key.</summary>
    /// <param name="kernel">The kernel that will use it; no other can.</param>
    /// <param name="key">An AES key of 16, 24 or 32 bytes.</param>
    /// <param name="salt">4 bytes, or none when the caller gives whole nonces.</param>
    internal AesGcmKey(AesGcmKernel kernel, ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt)
    {
        _memory = PinnedBytes.Allocate(kernel.MaterialLength + CacheLine - 1);
        _material = (byte*)(((nuint)_memory.Pointer + CacheLine - 1) & ~(nuint)(CacheLine - 1));
        KeyLength = key.Length;
        Salt = salt.Length == 0 ? 0 : MemoryMarshal.Read<uint>(salt);
        kernel.ExpandKey(key, Material);
    }

    /// <summary>The expanded key, 64-byte aligned; good for as long as this object lives.</summary>
    /// <exception cref="ObjectDisposedException">It has been erased: what zeros encrypt, everybody can read and forge.</exception>
    internal byte* Material
    {
        get
        {
            ObjectDisposedException.ThrowIf(_material == null, this);
            return _material;
        }
    }

    /// <summary>The salt as it lies in memory (RFC 4106 §4).</summary>
    internal uint Salt { get; private set; }

    /// <summary>Bytes of the AES key.</summary>
    internal int KeyLength { get; }

    /// <inheritdoc/>
    public override PinnedView Memory => new(Material);

    /// <inheritdoc/>
    protected override void EraseKeys()
    {
        CryptographicOperations.ZeroMemory(_memory.AsSpan());
        _material = null;
        Salt = 0;
    }
}
