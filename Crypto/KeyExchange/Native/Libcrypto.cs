using System.Runtime.InteropServices;

namespace Pipeline.Crypto.KeyExchange.Native;

/// <summary>The functions of OpenSSL's libcrypto that key exchange calls, 3.x or 1.1.1. Never required.</summary>
/// <remarks>
/// .NET on Linux loads the same library for its own cryptography, so where .NET's works, this is there. Not looked for on Windows:
/// it has no fixed place there, and a library found by name alone may be anybody's.
/// </remarks>
internal sealed unsafe class Libcrypto
{
    /// <summary>EVP_PKEY_X25519 (obj_mac.h).</summary>
    internal const int X25519 = 1034;

    /// <summary>EVP_PKEY_X448 (obj_mac.h).</summary>
    internal const int X448 = 1035;

    /// <summary>NID_X9_62_prime256v1 (obj_mac.h).</summary>
    internal const int P256 = 415;

    /// <summary>NID_secp384r1 (obj_mac.h).</summary>
    internal const int P384 = 715;

    /// <summary>NID_secp521r1 (obj_mac.h).</summary>
    internal const int P521 = 716;

    private static readonly string[] FileNames = ["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.3.dylib"];

    private readonly nint _library;

    private Libcrypto(nint library)
    {
        _library = library;
        BnNew = (delegate* unmanaged[Cdecl]<nint>)Export("BN_new");
        BnClearFree = (delegate* unmanaged[Cdecl]<nint, void>)Export("BN_clear_free");
        BnRead = (delegate* unmanaged[Cdecl]<byte*, int, nint, nint>)Export("BN_bin2bn");
        BnWrite = (delegate* unmanaged[Cdecl]<nint, byte*, int, int>)Export("BN_bn2binpad");
        BnPower = (delegate* unmanaged[Cdecl]<nint, nint, nint, nint, nint, nint, int>)Export("BN_mod_exp_mont_consttime");
        ContextNew = (delegate* unmanaged[Cdecl]<nint>)Export("BN_CTX_new");
        ContextFree = (delegate* unmanaged[Cdecl]<nint, void>)Export("BN_CTX_free");
        MontgomeryNew = (delegate* unmanaged[Cdecl]<nint>)Export("BN_MONT_CTX_new");
        MontgomerySet = (delegate* unmanaged[Cdecl]<nint, nint, nint, int>)Export("BN_MONT_CTX_set");
        CurveNew = (delegate* unmanaged[Cdecl]<int, nint>)Export("EC_GROUP_new_by_curve_name");
        PointNew = (delegate* unmanaged[Cdecl]<nint, nint>)Export("EC_POINT_new");
        PointClearFree = (delegate* unmanaged[Cdecl]<nint, void>)Export("EC_POINT_clear_free");
        PointRead = (delegate* unmanaged[Cdecl]<nint, nint, byte*, nuint, nint, int>)Export("EC_POINT_oct2point");
        PointWrite = (delegate* unmanaged[Cdecl]<nint, nint, int, byte*, nuint, nint, nuint>)Export("EC_POINT_point2oct");
        PointMultiply = (delegate* unmanaged[Cdecl]<nint, nint, nint, nint, nint, nint, int>)Export("EC_POINT_mul");
        KeyFromPrivate = (delegate* unmanaged[Cdecl]<int, nint, byte*, nuint, nint>)Export("EVP_PKEY_new_raw_private_key");
        KeyFromPublic = (delegate* unmanaged[Cdecl]<int, nint, byte*, nuint, nint>)Export("EVP_PKEY_new_raw_public_key");
        KeyWritePublic = (delegate* unmanaged[Cdecl]<nint, byte*, nuint*, int>)Export("EVP_PKEY_get_raw_public_key");
        KeyFree = (delegate* unmanaged[Cdecl]<nint, void>)Export("EVP_PKEY_free");
        DeriveNew = (delegate* unmanaged[Cdecl]<nint, nint, nint>)Export("EVP_PKEY_CTX_new");
        DeriveFree = (delegate* unmanaged[Cdecl]<nint, void>)Export("EVP_PKEY_CTX_free");
        DeriveInit = (delegate* unmanaged[Cdecl]<nint, int>)Export("EVP_PKEY_derive_init");
        DeriveSetPeer = (delegate* unmanaged[Cdecl]<nint, nint, int>)Export("EVP_PKEY_derive_set_peer");
        Derive = (delegate* unmanaged[Cdecl]<nint, byte*, nuint*, int>)Export("EVP_PKEY_derive");
        ClearErrors = (delegate* unmanaged[Cdecl]<void>)Export("ERR_clear_error");
    }

    /// <summary>The library; null when it, or one of the functions, is not there.</summary>
    internal static Libcrypto? Instance { get; } = Load();

    /// <summary>BIGNUM *BN_new(void).</summary>
    internal delegate* unmanaged[Cdecl]<nint> BnNew { get; }

    /// <summary>void BN_clear_free(BIGNUM *): overwrites, then frees; null is harmless.</summary>
    internal delegate* unmanaged[Cdecl]<nint, void> BnClearFree { get; }

    /// <summary>BIGNUM *BN_bin2bn(bytes, length, BIGNUM *or null): big-endian.</summary>
    internal delegate* unmanaged[Cdecl]<byte*, int, nint, nint> BnRead { get; }

    /// <summary>int BN_bn2binpad(BIGNUM *, bytes, length): big-endian, zeros in front; the length, or -1 when it does not fit.</summary>
    internal delegate* unmanaged[Cdecl]<nint, byte*, int, int> BnWrite { get; }

    /// <summary>int BN_mod_exp_mont_consttime(result, value, exponent, modulus, BN_CTX *, BN_MONT_CTX *): 1 when done.</summary>
    internal delegate* unmanaged[Cdecl]<nint, nint, nint, nint, nint, nint, int> BnPower { get; }

    /// <summary>BN_CTX *BN_CTX_new(void): workspace, for one thread.</summary>
    internal delegate* unmanaged[Cdecl]<nint> ContextNew { get; }

    /// <summary>void BN_CTX_free(BN_CTX *): overwrites what it held.</summary>
    internal delegate* unmanaged[Cdecl]<nint, void> ContextFree { get; }

    /// <summary>BN_MONT_CTX *BN_MONT_CTX_new(void).</summary>
    internal delegate* unmanaged[Cdecl]<nint> MontgomeryNew { get; }

    /// <summary>int BN_MONT_CTX_set(BN_MONT_CTX *, modulus, BN_CTX *): 1 when done; read only from then on.</summary>
    internal delegate* unmanaged[Cdecl]<nint, nint, nint, int> MontgomerySet { get; }

    /// <summary>EC_GROUP *EC_GROUP_new_by_curve_name(NID): null when built without it; read only from then on.</summary>
    internal delegate* unmanaged[Cdecl]<int, nint> CurveNew { get; }

    /// <summary>EC_POINT *EC_POINT_new(EC_GROUP *).</summary>
    internal delegate* unmanaged[Cdecl]<nint, nint> PointNew { get; }

    /// <summary>void EC_POINT_clear_free(EC_POINT *): overwrites, then frees; null is harmless.</summary>
    internal delegate* unmanaged[Cdecl]<nint, void> PointClearFree { get; }

    /// <summary>
    /// int EC_POINT_oct2point(EC_GROUP *, EC_POINT *, bytes, length, BN_CTX *): 1 when done; fails for a coordinate that is not
    /// below p and for a point that is not on the curve.
    /// </summary>
    internal delegate* unmanaged[Cdecl]<nint, nint, byte*, nuint, nint, int> PointRead { get; }

    /// <summary>size_t EC_POINT_point2oct(EC_GROUP *, EC_POINT *, form, bytes, length, BN_CTX *): the length, or 0.</summary>
    internal delegate* unmanaged[Cdecl]<nint, nint, int, byte*, nuint, nint, nuint> PointWrite { get; }

    /// <summary>
    /// int EC_POINT_mul(EC_GROUP *, result, n, point, m, BN_CTX *): n times the generator plus m times the point, 1 when done. In
    /// constant time when one of n and m is null.
    /// </summary>
    internal delegate* unmanaged[Cdecl]<nint, nint, nint, nint, nint, nint, int> PointMultiply { get; }

    /// <summary>EVP_PKEY *EVP_PKEY_new_raw_private_key(type, engine, bytes, length): computes the public value too.</summary>
    internal delegate* unmanaged[Cdecl]<int, nint, byte*, nuint, nint> KeyFromPrivate { get; }

    /// <summary>EVP_PKEY *EVP_PKEY_new_raw_public_key(type, engine, bytes, length).</summary>
    internal delegate* unmanaged[Cdecl]<int, nint, byte*, nuint, nint> KeyFromPublic { get; }

    /// <summary>int EVP_PKEY_get_raw_public_key(EVP_PKEY *, bytes, in and out length): 1 when done.</summary>
    internal delegate* unmanaged[Cdecl]<nint, byte*, nuint*, int> KeyWritePublic { get; }

    /// <summary>void EVP_PKEY_free(EVP_PKEY *): overwrites a private key; null is harmless.</summary>
    internal delegate* unmanaged[Cdecl]<nint, void> KeyFree { get; }

    /// <summary>EVP_PKEY_CTX *EVP_PKEY_CTX_new(EVP_PKEY *, engine).</summary>
    internal delegate* unmanaged[Cdecl]<nint, nint, nint> DeriveNew { get; }

    /// <summary>void EVP_PKEY_CTX_free(EVP_PKEY_CTX *); null is harmless.</summary>
    internal delegate* unmanaged[Cdecl]<nint, void> DeriveFree { get; }

    /// <summary>int EVP_PKEY_derive_init(EVP_PKEY_CTX *): 1 when done.</summary>
    internal delegate* unmanaged[Cdecl]<nint, int> DeriveInit { get; }

    /// <summary>int EVP_PKEY_derive_set_peer(EVP_PKEY_CTX *, EVP_PKEY *): 1 when done.</summary>
    internal delegate* unmanaged[Cdecl]<nint, nint, int> DeriveSetPeer { get; }

    /// <summary>int EVP_PKEY_derive(EVP_PKEY_CTX *, bytes, in and out length): 1 when done; fails for an all-zero secret.</summary>
    internal delegate* unmanaged[Cdecl]<nint, byte*, nuint*, int> Derive { get; }

    /// <summary>void ERR_clear_error(void): a failure that we expect must not be found by the next caller on this thread.</summary>
    internal delegate* unmanaged[Cdecl]<void> ClearErrors { get; }

    private static Libcrypto? Load()
    {
        foreach (string name in OperatingSystem.IsWindows() ? [] : FileNames)
        {
            if (!NativeLibrary.TryLoad(name, out nint library))
            {
                continue;
            }

            try
            {
                return new Libcrypto(library);
            }
            catch (EntryPointNotFoundException)
            {
                // Built without a function: the next name, or managed code.
                NativeLibrary.Free(library);
            }
        }

        return null;
    }

    private nint Export(string name) => NativeLibrary.GetExport(_library, name);
}
