using System.Security.Cryptography;
using Pipeline.Crypto.Transforms.Ciphers;
using Pipeline.Crypto.Transforms.Integrity;

namespace Pipeline.Crypto.Transforms;

/// <summary>The expanded keys of a cipher and of an integrity algorithm, one behind the other in memory of their own.</summary>
internal sealed unsafe class PairedKey : PacketKey
{
    private const int CacheLine = 64;

    private readonly PinnedBytes _memory;

    /// <summary>Expands both keys.</summary>
    internal PairedKey(BatchCipher cipher, ReadOnlySpan<byte> encryptionKey, BatchMac mac, ReadOnlySpan<byte> integrityKey)
    {
        int macOffset = (cipher.KeyMemoryLength + sizeof(ulong) - 1) & -sizeof(ulong);
        int length = macOffset + mac.KeyMemoryLength;
        _memory = PinnedBytes.Allocate(length == 0 ? 0 : length + CacheLine);
        if (length != 0)
        {
            CipherMemory = (byte*)(((nuint)_memory.Pointer + CacheLine - 1) & ~(nuint)(CacheLine - 1));
            MacMemory = CipherMemory + macOffset;
        }

        Cipher = cipher.Expand(encryptionKey, new Span<byte>(CipherMemory, cipher.KeyMemoryLength));
        Mac = mac.Expand(integrityKey, new Span<byte>(MacMemory, mac.KeyMemoryLength));
    }

    /// <summary>What <see cref="BatchCipher.Expand"/> wrote; begins with a cache line.</summary>
    internal byte* CipherMemory { get; }

    /// <summary>What <see cref="BatchMac.Expand"/> wrote.</summary>
    internal byte* MacMemory { get; }

    /// <summary>What <see cref="BatchCipher.Expand"/> made.</summary>
    internal IDisposable? Cipher { get; }

    /// <summary>What <see cref="BatchMac.Expand"/> made.</summary>
    internal IDisposable? Mac { get; }

    /// <inheritdoc/>
    protected override void EraseKeys()
    {
        CryptographicOperations.ZeroMemory(_memory.AsSpan());
        Cipher?.Dispose();
        Mac?.Dispose();
    }
}
