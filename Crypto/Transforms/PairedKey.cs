using System.Security.Cryptography;
using Pipeline.Crypto.Transforms.Ciphers;
using Pipeline.Crypto.Transforms.Integrity;

namespace Pipeline.Crypto.Transforms;

/// <summary>The expanded keys of a cipher and of an integrity algorithm, one behind the other in memory of their own.</summary>
internal sealed unsafe class PairedKey : PacketKey
{
    private const int CacheLine = 64;

    private readonly PinnedBytes _memory;
    private readonly byte* _cipherMemory;
    private readonly byte* _macMemory;
    private readonly IDisposable? _cipher;
    private readonly IDisposable? _mac;
    private bool _isErased;

    /// <summary>Expands both keys.</summary>
    internal PairedKey(BatchCipher cipher, ReadOnlySpan<byte> encryptionKey, BatchMac mac, ReadOnlySpan<byte> integrityKey)
    {
        int length = MemoryLength(cipher, mac);
        _memory = PinnedBytes.Allocate(length == 0 ? 0 : length + CacheLine);
        if (length != 0)
        {
            _cipherMemory = (byte*)(((nuint)_memory.Pointer + CacheLine - 1) & ~(nuint)(CacheLine - 1));
            _macMemory = _cipherMemory + MacOffset(cipher);
        }

        _cipher = cipher.Expand(encryptionKey, new Span<byte>(_cipherMemory, cipher.KeyMemoryLength));
        _mac = mac.Expand(integrityKey, new Span<byte>(_macMemory, mac.KeyMemoryLength));
    }

    /// <inheritdoc/>
    public override PinnedView Memory => new(CipherMemory);

    /// <summary>What <see cref="BatchCipher.Expand"/> wrote; begins with a cache line.</summary>
    /// <exception cref="ObjectDisposedException">It has been erased: what zeros encrypt, everybody can read and forge.</exception>
    internal byte* CipherMemory
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isErased, this);
            return _cipherMemory;
        }
    }

    /// <summary>What <see cref="BatchMac.Expand"/> wrote.</summary>
    /// <exception cref="ObjectDisposedException">It has been erased.</exception>
    internal byte* MacMemory
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isErased, this);
            return _macMemory;
        }
    }

    /// <summary>What <see cref="BatchCipher.Expand"/> made.</summary>
    /// <exception cref="ObjectDisposedException">It has been erased, and may be the key of all zeros by now.</exception>
    internal IDisposable? Cipher
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isErased, this);
            return _cipher;
        }
    }

    /// <summary>What <see cref="BatchMac.Expand"/> made.</summary>
    /// <exception cref="ObjectDisposedException">It has been erased.</exception>
    internal IDisposable? Mac
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isErased, this);
            return _mac;
        }
    }

    /// <summary>Bytes of memory that a pair takes.</summary>
    internal static int MemoryLength(BatchCipher cipher, BatchMac mac) => MacOffset(cipher) + mac.KeyMemoryLength;

    private static int MacOffset(BatchCipher cipher) => (cipher.KeyMemoryLength + sizeof(ulong) - 1) & -sizeof(ulong);

    /// <inheritdoc/>
    protected override void EraseKeys()
    {
        _isErased = true;
        CryptographicOperations.ZeroMemory(_memory.AsSpan());
        _cipher?.Dispose();
        _mac?.Dispose();
    }
}
