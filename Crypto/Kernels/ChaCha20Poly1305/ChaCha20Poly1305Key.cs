using System.Security.Cryptography;
using Pipeline.Crypto.Transforms;

namespace Pipeline.Crypto.Kernels.ChaCha20Poly1305;

/// <summary>The key of an SA with ChaCha20-Poly1305: one cache line, which is the initial state of every key stream block.</summary>
/// <remarks>
/// <code>
/// constants (16) | key (32) | counter (4): 0 | salt (4) | IV (8): 0        RFC 8439 §2.3, RFC 7634 §2
/// </code>
/// A kernel puts counter and IV where the zeros are, on its way.
/// </remarks>
internal sealed unsafe class ChaCha20Poly1305Key : PacketKey
{
    /// <summary>Bytes of the key, without its salt.</summary>
    internal const int KeyLength = 32;

    /// <summary>Bytes of the salt that starts every nonce.</summary>
    internal const int SaltLength = 4;

    /// <summary>Bytes of an initial state.</summary>
    internal const int StateLength = 64;

    private const int SaltOffset = 52;

    private readonly PinnedBytes _memory = PinnedBytes.Allocate(2 * StateLength);
    private byte* _state;

    /// <summary>Copies key and salt.</summary>
    internal ChaCha20Poly1305Key(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt)
    {
        byte* address = (byte*)(((nuint)_memory.Pointer + StateLength - 1) & ~(nuint)(StateLength - 1));
        var state = new Span<byte>(address, StateLength);
        "expand 32-byte k"u8.CopyTo(state);
        key[..KeyLength].CopyTo(state[16..]);
        salt[..SaltLength].CopyTo(state[SaltOffset..]);
        _state = address;
    }

    /// <summary>The initial state, at a multiple of 64; good for as long as this object lives.</summary>
    /// <exception cref="ObjectDisposedException">It has been erased: the key stream of zeros is known to everybody.</exception>
    internal byte* State
    {
        get
        {
            ObjectDisposedException.ThrowIf(_state == null, this);
            return _state;
        }
    }

    /// <inheritdoc/>
    public override PinnedView Memory => new(State);

    /// <inheritdoc/>
    protected override void EraseKeys()
    {
        _state = null;
        CryptographicOperations.ZeroMemory(_memory.AsSpan());
    }
}
