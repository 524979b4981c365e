using System.Buffers.Binary;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using Pipeline.Crypto.Transforms;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Transforms;

/// <summary>
/// ESP and AH by the book and by other code: BouncyCastle's modes and MACs, .NET's one-shot TripleDES, and an XCBC
/// written straight from RFC 3566.
/// </summary>
internal static class ReferenceSuite
{
    /// <summary>What a packet holds on the wire.</summary>
    internal sealed record Wire(byte[] Iv, byte[] Text, byte[] Icv);

    /// <summary>Protects one text.</summary>
    /// <param name="encryption">The algorithm; null for AH.</param>
    /// <param name="integrity">The algorithm; none beside a combined one.</param>
    /// <param name="keys">Encryption key, integrity key.</param>
    /// <param name="header">ESP header, or the associated bytes of AH.</param>
    /// <param name="text">The text.</param>
    /// <param name="sequence">All 64 bits.</param>
    /// <param name="extended">Whether the high 32 bits are authenticated.</param>
    internal static Wire Protect(
        EncryptionAlgorithm? encryption,
        IntegrityAlgorithm integrity,
        (byte[] Encryption, byte[] Integrity) keys,
        byte[] header,
        byte[] text,
        ulong sequence,
        bool extended)
    {
        byte[] number = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(number, sequence);
        byte[] high = extended ? number[..4] : [];
        byte[] espHeader = extended ? [.. header[..4], .. number] : header;

        if (encryption is null && integrity.IsAhOnly)
        {
            byte[] tag = Gmac(keys.Integrity, number, [.. header, .. text, .. high]);
            return new Wire(number, text, tag);
        }

        if (encryption is { IsCombined: true } combined)
        {
            return combined.Name.EndsWith("gmac", StringComparison.Ordinal)
                ? new Wire(number, text, Gmac(keys.Encryption, number, [.. espHeader, .. number, .. text]))
                : Combined(combined, keys.Encryption, number, espHeader, text);
        }

        (byte[] iv, byte[] ciphertext) = encryption is null ? ([], text) : Encrypt(encryption, keys.Encryption, number, text);
        return new Wire(iv, ciphertext, Mac(integrity, keys.Integrity, [.. header, .. iv, .. ciphertext, .. high]));
    }

    private static Wire Combined(EncryptionAlgorithm row, byte[] key, byte[] iv, byte[] associated, byte[] text)
    {
        IAeadCipher cipher = row.Name switch
        {
            _ when row.Name.Contains("gcm", StringComparison.Ordinal) => new GcmBlockCipher(new AesEngine()),
            _ when row.Name.Contains("ccm", StringComparison.Ordinal) => new CcmBlockCipher(new AesEngine()),
            _ => new Org.BouncyCastle.Crypto.Modes.ChaCha20Poly1305(),
        };
        byte[] nonce = [.. key[^row.SaltLength..], .. iv];
        var parameters = new AeadParameters(
            new KeyParameter(key[..^row.SaltLength]), row.IcvLength * 8, nonce, associated);
        cipher.Init(forEncryption: true, parameters);
        byte[] output = new byte[cipher.GetOutputSize(text.Length)];
        int written = cipher.ProcessBytes(text, 0, text.Length, output, 0);
        cipher.DoFinal(output, written);
        return new Wire(iv, output[..text.Length], output[text.Length..]);
    }

    private static byte[] Gmac(byte[] key, byte[] iv, byte[] input)
    {
        var mac = new GMac(new GcmBlockCipher(new AesEngine()));
        mac.Init(new ParametersWithIV(new KeyParameter(key[..^4]), [.. key[^4..], .. iv]));
        return Finish(mac, input);
    }

    private static (byte[] Iv, byte[] Ciphertext) Encrypt(
        EncryptionAlgorithm row, byte[] key, byte[] number, byte[] text)
    {
        if (row.Name.EndsWith("ctr", StringComparison.Ordinal))
        {
            var counter = new SicBlockCipher(new AesEngine());
            counter.Init(true, new ParametersWithIV(new KeyParameter(key[..^4]), [.. key[^4..], .. number, 0, 0, 0, 1]));
            var stream = new BufferedBlockCipher(counter);
            return (number, stream.DoFinal(text));
        }

        byte[] zero = new byte[row.IvLength];
        byte[] padded = [.. new byte[Math.Max(0, row.IvLength - 8)], .. number];
        return row.Name switch
        {
            "null" => ([], text),
            "3des-cbc" => WithIv(TripleDesCbc(key, padded, zero), row.IvLength, iv => TripleDesCbc(key, text, iv)),
            "des-cbc" => WithIv(Cbc(new DesEngine(), key, padded, zero), 8, iv => Cbc(new DesEngine(), key, text, iv)),
            _ => WithIv(Cbc(new AesEngine(), key, padded, zero), 16, iv => Cbc(new AesEngine(), key, text, iv)),
        };
    }

    private static (byte[] Iv, byte[] Ciphertext) WithIv(byte[] iv, int length, Func<byte[], byte[]> encrypt)
    {
        Assert.Equal(length, iv.Length);
        return (iv, encrypt(iv));
    }

    private static byte[] Cbc(IBlockCipher engine, byte[] key, byte[] text, byte[] iv)
    {
        var cbc = new BufferedBlockCipher(new CbcBlockCipher(engine));
        cbc.Init(true, new ParametersWithIV(new KeyParameter(key), iv));
        return text.Length == 0 ? [] : cbc.DoFinal(text);
    }

    private static byte[] TripleDesCbc(byte[] key, byte[] text, byte[] iv)
    {
#pragma warning disable CA5350 // The reference for a legacy algorithm, which peers of that age still have.
        using TripleDES tripleDes = TripleDES.Create();
#pragma warning restore CA5350
        tripleDes.Key = key;
        return tripleDes.EncryptCbc(text, iv, PaddingMode.None);
    }

    private static byte[] Mac(IntegrityAlgorithm row, byte[] key, byte[] input)
    {
        byte[] whole = row.Name switch
        {
            "none" => [],
            "aes-xcbc-96" => Xcbc(key, input),
            "aes-cmac-96" => Keyed(new CMac(new AesEngine()), key, input),
            "hmac-md5-96" => Keyed(new HMac(new MD5Digest()), key, input),
            "hmac-sha1-96" => Keyed(new HMac(new Sha1Digest()), key, input),
            "hmac-sha256-128" => Keyed(new HMac(new Sha256Digest()), key, input),
            "hmac-sha384-192" => Keyed(new HMac(new Sha384Digest()), key, input),
            _ => Keyed(new HMac(new Sha512Digest()), key, input),
        };
        return whole[..row.IcvLength];
    }

    private static byte[] Keyed(IMac mac, byte[] key, byte[] input)
    {
        mac.Init(new KeyParameter(key));
        return Finish(mac, input);
    }

    private static byte[] Finish(IMac mac, byte[] input)
    {
        mac.BlockUpdate(input, 0, input.Length);
        byte[] value = new byte[mac.GetMacSize()];
        mac.DoFinal(value, 0);
        return value;
    }

    private static byte[] Xcbc(byte[] key, byte[] input)
    {
        byte[] Block(byte[] with, byte[] block)
        {
            var engine = new AesEngine();
            engine.Init(true, new KeyParameter(with));
            byte[] result = new byte[16];
            engine.ProcessBlock(block, 0, result, 0);
            return result;
        }

        byte[] Filled(byte value) => Block(key, [.. Enumerable.Repeat(value, 16)]);

        bool whole = input.Length != 0 && input.Length % 16 == 0;
        byte[] message = whole ? input : [.. input, 0x80, .. new byte[15 - (input.Length % 16)]];
        byte[] mask = Filled(whole ? (byte)2 : (byte)3);
        byte[] chain = new byte[16];
        for (int offset = 0; offset < message.Length; offset += 16)
        {
            bool last = offset + 16 == message.Length;
            byte[] block = [.. Enumerable.Range(0, 16).Select(
                index => (byte)(message[offset + index] ^ chain[index] ^ (last ? mask[index] : 0)))];
            chain = Block(Filled(1), block);
        }

        return chain;
    }
}
