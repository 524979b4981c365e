using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;

namespace Pipeline.Crypto.Signatures;

/// <summary>Reads private keys out of PEM and DER; what it copied is overwritten.</summary>
internal static class PrivateKeyReader
{
    private const int Longest = 64 * 1024;
    private const string Pkcs8Label = "PRIVATE KEY";
    private const string EncryptedLabel = "ENCRYPTED PRIVATE KEY";
    private const string RsaLabel = "RSA PRIVATE KEY";
    private const string EcLabel = "EC PRIVATE KEY";

    /// <summary>The key, or null with the problem.</summary>
    internal static PrivateKey? Read(
        ReadOnlySpan<byte> file, ReadOnlySpan<char> passphrase, bool allowLegacy, out KeyProblem problem)
    {
        problem = KeyProblem.NotAKey;
        if (file.Length is 0 or > Longest)
        {
            return null;
        }

        char[] text = GC.AllocateArray<char>(file.Length, pinned: true);
        byte[] der = GC.AllocateArray<byte>(file.Length, pinned: true);
        try
        {
            Encoding.Latin1.GetChars(file, text);
            if (TryDecodePem(text, der, out string label, out int length))
            {
                return ReadLabelled(label, der.AsMemory(0, length), passphrase, allowLegacy, out problem);
            }

            if (text.AsSpan().Contains("-----BEGIN", StringComparison.Ordinal))
            {
                bool isOld = text.AsSpan().Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal);
                problem = isOld ? KeyProblem.OldEncryption : KeyProblem.NotAKey;
                return null;
            }

            file.CopyTo(der);
            return ReadLabelled(GuessLabel(der), der, passphrase, allowLegacy, out problem);
        }
        finally
        {
            text.AsSpan().Clear();
            CryptographicOperations.ZeroMemory(der);
        }
    }

    /// <summary>Finds the first private key: certificates and EC parameters may stand in front of it.</summary>
    private static bool TryDecodePem(ReadOnlySpan<char> text, Span<byte> der, out string label, out int length)
    {
        while (PemEncoding.TryFind(text, out PemFields fields))
        {
            label = text[fields.Label].ToString();
            if (label is Pkcs8Label or EncryptedLabel or RsaLabel or EcLabel)
            {
                return Convert.TryFromBase64Chars(text[fields.Base64Data], der, out length);
            }

            text = text[fields.Location.End..];
        }

        label = string.Empty;
        length = 0;
        return false;
    }

    /// <summary>What a DER file is, by what its outer sequence begins with.</summary>
    private static string GuessLabel(ReadOnlyMemory<byte> der)
    {
        try
        {
            AsnReader sequence = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
            if (sequence.PeekTag() == Asn1Tag.Sequence)
            {
                return EncryptedLabel;
            }

            // A version, and then: an algorithm in PKCS#8, a key in SEC1, a modulus in PKCS#1.
            sequence.ReadIntegerBytes();
            Asn1Tag second = sequence.PeekTag();
            return second == Asn1Tag.Sequence ? Pkcs8Label : second == Asn1Tag.PrimitiveOctetString ? EcLabel : RsaLabel;
        }
        catch (AsnContentException)
        {
            return string.Empty;
        }
    }

    private static PrivateKey? ReadLabelled(
        string label, ReadOnlyMemory<byte> der, ReadOnlySpan<char> passphrase, bool allowLegacy, out KeyProblem problem)
    {
        ISigner? signer = null;
        problem = KeyProblem.NotAKey;
        try
        {
            signer = label switch
            {
                Pkcs8Label => ReadPkcs8(der, out problem),
                EncryptedLabel => ReadEncrypted(der, passphrase, out problem),
                RsaLabel => Import(RSA.Create(), key => key.ImportRSAPrivateKey(der.Span, out _), key => new RsaSigner(key)),
                EcLabel => Import(ECDsa.Create(), key => key.ImportECPrivateKey(der.Span, out _), key => new EcdsaSigner(key)),
                _ => null,
            };
        }
        catch (Exception failure) when (failure is AsnContentException or CryptographicException)
        {
            problem = KeyProblem.Damaged;
        }

        if (signer is null)
        {
            return null;
        }

        if (PublicKey.TryRead(signer.ExportPublicKey(), allowLegacy, out PublicKey? publicKey, out problem))
        {
            return new PrivateKey(signer, publicKey);
        }

        signer.Dispose();
        return null;
    }

    /// <summary>PrivateKeyInfo (RFC 5958 §2; RFC 8410 §7 for Ed25519 and Ed448).</summary>
    private static ISigner? ReadPkcs8(ReadOnlyMemory<byte> der, out KeyProblem problem)
    {
        AsnReader information = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        information.ReadIntegerBytes();
        string algorithm = information.ReadSequence().ReadObjectIdentifier();
        problem = KeyProblem.Damaged;
        switch (algorithm)
        {
            case "1.2.840.113549.1.1.1":
                return Import(RSA.Create(), key => key.ImportPkcs8PrivateKey(der.Span, out _), key => new RsaSigner(key));
            case "1.2.840.10045.2.1":
                return Import(ECDsa.Create(), key => key.ImportPkcs8PrivateKey(der.Span, out _), key => new EcdsaSigner(key));
            case PublicKey.Ed25519Name or PublicKey.Ed448Name:
                KeyKind kind = algorithm == PublicKey.Ed25519Name ? KeyKind.Ed25519 : KeyKind.Ed448;
                var outer = information.ReadOctetString();
                byte[] seed = new AsnReader(outer, AsnEncodingRules.BER).ReadOctetString();
                EdDsaSigner? signer = EdDsaSigner.TryCreate(kind, seed);
                CryptographicOperations.ZeroMemory(outer);
                CryptographicOperations.ZeroMemory(seed);
                return signer;
            default:
                problem = KeyProblem.UnknownKind;
                return null;
        }
    }

    /// <summary>EncryptedPrivateKeyInfo (RFC 5958 §3), by BouncyCastle: .NET decrypts only keys that it can use itself.</summary>
    private static ISigner? ReadEncrypted(ReadOnlyMemory<byte> der, ReadOnlySpan<char> passphrase, out KeyProblem problem)
    {
        problem = KeyProblem.NeedsPassphrase;
        if (passphrase.IsEmpty)
        {
            return null;
        }

        char[] pinned = GC.AllocateArray<char>(passphrase.Length, pinned: true);
        passphrase.CopyTo(pinned);
        byte[] plain = [];
        try
        {
            EncryptedPrivateKeyInfo encrypted = EncryptedPrivateKeyInfo.GetInstance(Asn1Object.FromByteArray(der.ToArray()));
            plain = PrivateKeyInfoFactory.CreatePrivateKeyInfo(pinned, encrypted).GetEncoded();
        }
        catch (Exception failure) when (failure is CryptoException or GeneralSecurityException or IOException or ArgumentException
            or InvalidOperationException or InvalidCastException)
        {
            problem = KeyProblem.WrongPassphrase;
            return null;
        }
        finally
        {
            pinned.AsSpan().Clear();
        }

        try
        {
            return ReadPkcs8(plain, out problem);
        }
        catch (Exception failure) when (failure is AsnContentException or CryptographicException)
        {
            // One wrong passphrase in 256 leaves good padding, and noise in front of it.
            problem = KeyProblem.WrongPassphrase;
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private static ISigner Import<T>(T key, Action<T> import, Func<T, ISigner> use)
        where T : AsymmetricAlgorithm
    {
        try
        {
            import(key);
            return use(key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}
