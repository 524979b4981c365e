using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Pipeline.Crypto.KeyExchange.Native;

/// <summary>X25519 and X448 by libcrypto.</summary>
internal sealed unsafe class LibcryptoCurve : IMontgomeryCurve
{
    private readonly Libcrypto _library;
    private readonly int _type;

    private LibcryptoCurve(Libcrypto library, int type)
    {
        _library = library;
        _type = type;
        Length = type == Libcrypto.X25519 ? 32 : 56;
    }

    /// <inheritdoc/>
    public int Length { get; }

    /// <summary>The curve of type <see cref="Libcrypto.X25519"/> or <see cref="Libcrypto.X448"/>.</summary>
    /// <returns>Null when the library is not there, or was built or configured (FIPS) without the curve.</returns>
    internal static LibcryptoCurve? TryCreate(Libcrypto? library, int type)
    {
        if (library is null)
        {
            return null;
        }

        var curve = new LibcryptoCurve(library, type);
        byte[] anyKey = new byte[curve.Length];
        anyKey[0] = 8;
        using Ephemeral? first = Ephemeral.TryCreate(curve, anyKey), second = Ephemeral.TryCreate(curve, anyKey);
        bool works = first is not null && second is not null && first.TryFinish(second.PublicValue.Span, out _);
        return works ? curve : null;
    }

    /// <inheritdoc/>
    public InitiatedExchange Begin(ReadOnlySpan<byte> privateKey) =>
        Ephemeral.TryCreate(this, privateKey) ?? throw new CryptographicException("libcrypto could not take a private key.");

    private sealed class Ephemeral : InitiatedExchange
    {
        private readonly LibcryptoCurve _curve;
        private readonly byte[] _publicValue;
        private nint _key;

        private Ephemeral(LibcryptoCurve curve, nint key)
        {
            _curve = curve;
            _key = key;
            _publicValue = new byte[curve.Length];
        }

        /// <summary>The private key lies in libcrypto's memory: frees it if nobody did, which overwrites it.</summary>
        ~Ephemeral() => Dispose(false);

        public override ReadOnlyMemory<byte> PublicValue => _publicValue;

        /// <summary>Null when the library refuses; its errors are then forgotten.</summary>
        internal static Ephemeral? TryCreate(LibcryptoCurve curve, ReadOnlySpan<byte> privateKey)
        {
            Libcrypto library = curve._library;
            fixed (byte* bytes = privateKey)
            {
                nint key = library.KeyFromPrivate(curve._type, 0, bytes, (nuint)privateKey.Length);
                if (key != 0)
                {
                    var created = new Ephemeral(curve, key);
                    if (created.TryWritePublicValue())
                    {
                        return created;
                    }

                    created.Dispose();
                }
            }

            library.ClearErrors();
            return null;
        }

        public override bool TryFinish(ReadOnlySpan<byte> responderValue, [NotNullWhen(true)] out SecretBytes? secret)
        {
            ObjectDisposedException.ThrowIf(_key == 0, this);
            secret = null;
            if (responderValue.Length != _curve.Length)
            {
                return false;
            }

            byte[] agreed = GC.AllocateArray<byte>(_curve.Length, pinned: true);
            if (TryDerive(responderValue, agreed))
            {
                secret = new SecretBytes(agreed);
            }

            CryptographicOperations.ZeroMemory(agreed);
            GC.KeepAlive(this);
            return secret is not null;
        }

        protected override void Dispose(bool disposing)
        {
            _curve._library.KeyFree(_key);
            _key = 0;
        }

        private bool TryWritePublicValue()
        {
            var length = (nuint)_publicValue.Length;
            fixed (byte* written = _publicValue)
            {
                return _curve._library.KeyWritePublic(_key, written, &length) == 1 && length == (nuint)_publicValue.Length;
            }
        }

        private bool TryDerive(ReadOnlySpan<byte> peerValue, Span<byte> agreed)
        {
            Libcrypto library = _curve._library;
            nint peer = 0, derivation = 0;
            try
            {
                var length = (nuint)agreed.Length;
                fixed (byte* value = peerValue, written = agreed)
                {
                    peer = library.KeyFromPublic(_curve._type, 0, value, (nuint)peerValue.Length);
                    derivation = library.DeriveNew(_key, 0);

                    // The last step fails for an all-zero secret: the value had small order (RFC 7748 §6, RFC 8031 §2.3).
                    bool done = peer != 0
                        && derivation != 0
                        && library.DeriveInit(derivation) == 1
                        && library.DeriveSetPeer(derivation, peer) == 1
                        && library.Derive(derivation, written, &length) == 1
                        && length == (nuint)agreed.Length
                        && agreed.ContainsAnyExcept((byte)0);
                    if (!done)
                    {
                        library.ClearErrors();
                    }

                    return done;
                }
            }
            finally
            {
                library.DeriveFree(derivation);
                library.KeyFree(peer);
            }
        }
    }
}
