using System.Runtime.InteropServices;

namespace Pipeline.LoadTests.Rig.Native;

/// <summary>IMB_JOB of intel-ipsec-mb.h, version 1.3: the fields that AES-CBC with HMAC and ChaCha20-Poly1305 use.</summary>
[StructLayout(LayoutKind.Explicit, Size = 200)]
internal unsafe struct IpsecMbJob
{
    /// <summary>IMB_CIPHER_CBC.</summary>
    public const int CipherCbc = 1;

    /// <summary>IMB_CIPHER_CHACHA20_POLY1305.</summary>
    public const int CipherChaCha20Poly1305 = 19;

    /// <summary>IMB_AUTH_CHACHA20_POLY1305.</summary>
    public const int HashChaCha20Poly1305 = 29;

    /// <summary>IMB_DIR_ENCRYPT; IMB_DIR_DECRYPT is one more.</summary>
    public const int Encrypt = 1;

    /// <summary>IMB_ORDER_CIPHER_HASH; IMB_ORDER_HASH_CIPHER is one more.</summary>
    public const int CipherThenHash = 1;

    /// <summary>IMB_STATUS_COMPLETED.</summary>
    public const int Completed = 3;

    /// <summary>enc_keys.</summary>
    [FieldOffset(0)]
    public byte* EncryptionKeys;

    /// <summary>dec_keys.</summary>
    [FieldOffset(8)]
    public byte* DecryptionKeys;

    /// <summary>key_len_in_bytes.</summary>
    [FieldOffset(16)]
    public ulong KeyLength;

    /// <summary>src.</summary>
    [FieldOffset(24)]
    public byte* Source;

    /// <summary>dst: where the first ciphered byte goes.</summary>
    [FieldOffset(32)]
    public byte* Destination;

    /// <summary>cipher_start_src_offset_in_bytes.</summary>
    [FieldOffset(40)]
    public ulong CipherOffset;

    /// <summary>msg_len_to_cipher_in_bytes.</summary>
    [FieldOffset(48)]
    public ulong CipherLength;

    /// <summary>hash_start_src_offset_in_bytes.</summary>
    [FieldOffset(56)]
    public ulong HashOffset;

    /// <summary>msg_len_to_hash_in_bytes.</summary>
    [FieldOffset(64)]
    public ulong HashLength;

    /// <summary>iv.</summary>
    [FieldOffset(72)]
    public byte* Iv;

    /// <summary>iv_len_in_bytes.</summary>
    [FieldOffset(80)]
    public ulong IvLength;

    /// <summary>auth_tag_output.</summary>
    [FieldOffset(88)]
    public byte* Tag;

    /// <summary>auth_tag_output_len_in_bytes.</summary>
    [FieldOffset(96)]
    public ulong TagLength;

    /// <summary>u.HMAC._hashed_auth_key_xor_ipad, or u.CHACHA20_POLY1305.aad.</summary>
    [FieldOffset(104)]
    public byte* InnerStateOrAssociated;

    /// <summary>u.HMAC._hashed_auth_key_xor_opad.</summary>
    [FieldOffset(112)]
    public byte* OuterState;

    /// <summary>u.CHACHA20_POLY1305.aad_len_in_bytes.</summary>
    [FieldOffset(112)]
    public ulong AssociatedLength;

    /// <summary>status.</summary>
    [FieldOffset(128)]
    public int Status;

    /// <summary>cipher_mode.</summary>
    [FieldOffset(132)]
    public int CipherMode;

    /// <summary>cipher_direction.</summary>
    [FieldOffset(136)]
    public int CipherDirection;

    /// <summary>hash_alg.</summary>
    [FieldOffset(140)]
    public int HashAlgorithm;

    /// <summary>chain_order.</summary>
    [FieldOffset(144)]
    public int ChainOrder;
}
