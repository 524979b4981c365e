using System.Formats.Asn1;

namespace Pipeline.Crypto.Signatures;

/// <summary>Reads the AlgorithmIdentifier of RSASSA-PSS (RFC 8017 appendix A.2.3, RFC 4055 §3.1).</summary>
internal static class PssParameters
{
    private const string Pss = "1.2.840.113549.1.1.10";
    private const string Mgf1 = "1.2.840.113549.1.1.8";
    private const int LongestIdentifier = 256;

    /// <summary>Reads the hash function out of an AlgorithmIdentifier of RSASSA-PSS.</summary>
    /// <returns>
    /// <see cref="SignatureHash.None"/> for anything else, and for parameters that we do not verify with: a mask made with another
    /// hash, a salt not as long as the hash, another trailer, or a hash that is not SHA-2 (the default is SHA-1).
    /// </returns>
    internal static SignatureHash TryRead(ReadOnlySpan<byte> identifier)
    {
        if (identifier.Length > LongestIdentifier)
        {
            return SignatureHash.None;
        }

        try
        {
            return Read(identifier);
        }
        catch (AsnContentException)
        {
            return SignatureHash.None;
        }
    }

    private static SignatureHash Read(ReadOnlySpan<byte> identifier)
    {
        var reader = new AsnReader(identifier.ToArray(), AsnEncodingRules.DER);
        AsnReader sequence = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        if (sequence.ReadObjectIdentifier() != Pss)
        {
            return SignatureHash.None;
        }

        AsnReader parameters = sequence.ReadSequence();
        sequence.ThrowIfNotEmpty();
        SignatureHash hash = Field(parameters, 0, field => ReadHash(field.ReadSequence()), SignatureHash.Sha1);
        SignatureHash maskHash = Field(parameters, 1, ReadMask, SignatureHash.Sha1);
        int saltLength = Field(parameters, 2, ReadSmall, 20);
        int trailer = Field(parameters, 3, ReadSmall, 1);
        parameters.ThrowIfNotEmpty();
        return hash == maskHash && trailer == 1 && saltLength == LengthOf(hash) ? hash : SignatureHash.None;
    }

    private static T Field<T>(AsnReader parameters, int number, Func<AsnReader, T> read, T whenAbsent)
    {
        var tag = new Asn1Tag(TagClass.ContextSpecific, number, isConstructed: true);
        if (!parameters.HasData || !parameters.PeekTag().HasSameClassAndValue(tag))
        {
            return whenAbsent;
        }

        AsnReader field = parameters.ReadSequence(tag);
        T value = read(field);
        field.ThrowIfNotEmpty();
        return value;
    }

    private static SignatureHash ReadMask(AsnReader field)
    {
        AsnReader mask = field.ReadSequence();
        if (mask.ReadObjectIdentifier() != Mgf1)
        {
            return SignatureHash.None;
        }

        SignatureHash hash = ReadHash(mask.ReadSequence());
        mask.ThrowIfNotEmpty();
        return hash;
    }

    private static SignatureHash ReadHash(AsnReader identifier)
    {
        string name = identifier.ReadObjectIdentifier();
        if (identifier.HasData)
        {
            // RFC 4055 §2.1: the parameters of a hash are NULL or absent.
            identifier.ReadNull();
            identifier.ThrowIfNotEmpty();
        }

        return name switch
        {
            "2.16.840.1.101.3.4.2.1" => SignatureHash.Sha256,
            "2.16.840.1.101.3.4.2.2" => SignatureHash.Sha384,
            "2.16.840.1.101.3.4.2.3" => SignatureHash.Sha512,
            _ => SignatureHash.None,
        };
    }

    private static int ReadSmall(AsnReader field) => field.TryReadInt32(out int value) ? value : -1;

    private static int LengthOf(SignatureHash hash) => hash switch
    {
        SignatureHash.Sha256 => 32,
        SignatureHash.Sha384 => 48,
        SignatureHash.Sha512 => 64,
        _ => -1,
    };
}
