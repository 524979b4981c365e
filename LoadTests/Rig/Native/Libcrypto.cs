namespace Pipeline.LoadTests.Rig.Native;

/// <summary>The functions of OpenSSL 3 that the baseline calls; see its manual pages EVP_EncryptInit(3) and HMAC(3).</summary>
/// <remarks>Calls last microseconds at most, so they are made without telling the garbage collector.</remarks>
internal static unsafe class Libcrypto
{
    /// <summary>EVP_CTRL_AEAD_GET_TAG.</summary>
    public const int GetTag = 0x10;

    /// <summary>EVP_CTRL_AEAD_SET_TAG.</summary>
    public const int SetTag = 0x11;

    private static readonly NativeLibraryFile Library = new("libcrypto.so.3");

    /// <summary>True when OpenSSL 3 is installed.</summary>
    public static bool IsInstalled => Library.IsInstalled;

    /// <summary>EVP_CIPHER_CTX_new.</summary>
    public static nint NewContext() => ((delegate* unmanaged[Cdecl]<nint>)Library.Require("EVP_CIPHER_CTX_new"))();

    /// <summary>EVP_CIPHER_CTX_free.</summary>
    public static void FreeContext(nint context) =>
        ((delegate* unmanaged[Cdecl]<nint, void>)Library.Require("EVP_CIPHER_CTX_free"))(context);

    /// <summary>An algorithm by the name of the function that returns it: <c>EVP_aes_128_gcm</c>, <c>EVP_sha256</c>.</summary>
    public static nint Algorithm(string function) => ((delegate* unmanaged[Cdecl]<nint>)Library.Require(function))();

    /// <summary>HMAC_CTX_new.</summary>
    public static nint NewHmac() => ((delegate* unmanaged[Cdecl]<nint>)Library.Require("HMAC_CTX_new"))();

    /// <summary>HMAC_CTX_free.</summary>
    public static void FreeHmac(nint context) =>
        ((delegate* unmanaged[Cdecl]<nint, void>)Library.Require("HMAC_CTX_free"))(context);

    /// <summary>EVP_CipherInit_ex: context, cipher, engine, key, IV, 1 to encrypt or 0 to decrypt or -1 as before.</summary>
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint, nint, byte*, byte*, int, int> CipherInit =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint, nint, byte*, byte*, int, int>)Library.Find("EVP_CipherInit_ex");

    /// <summary>EVP_CipherUpdate: context, output, bytes written, input, bytes read.</summary>
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte*, int*, byte*, int, int> CipherUpdate =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte*, int*, byte*, int, int>)Library.Find("EVP_CipherUpdate");

    /// <summary>EVP_CipherFinal_ex: context, output, bytes written; 0 when a tag was wrong.</summary>
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte*, int*, int> CipherFinal =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte*, int*, int>)Library.Find("EVP_CipherFinal_ex");

    /// <summary>EVP_CIPHER_CTX_ctrl: context, command, length, bytes.</summary>
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, int, void*, int> Control =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, int, void*, int>)Library.Find("EVP_CIPHER_CTX_ctrl");

    /// <summary>EVP_CIPHER_CTX_set_padding: context, 0 for none.</summary>
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, int> SetPadding =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, int>)Library.Find("EVP_CIPHER_CTX_set_padding");

    /// <summary>HMAC_Init_ex: context, key, its length, digest, engine; null key and digest to begin again with the same.</summary>
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte*, int, nint, nint, int> HmacInit =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte*, int, nint, nint, int>)Library.Find("HMAC_Init_ex");

    /// <summary>HMAC_Update: context, bytes, their count.</summary>
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte*, nint, int> HmacUpdate =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte*, nint, int>)Library.Find("HMAC_Update");

    /// <summary>HMAC_Final: context, output, its length.</summary>
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte*, uint*, int> HmacFinal =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte*, uint*, int>)Library.Find("HMAC_Final");
}
