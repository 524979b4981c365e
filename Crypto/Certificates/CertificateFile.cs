using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Crypto.Certificates;

/// <summary>Certificates and revocation lists out of the content of one file: PEM with any number of them, or one in DER.</summary>
public sealed class CertificateFile
{
    /// <summary>Bytes of the longest file that is read.</summary>
    public const int Longest = 32 * 1024 * 1024;

    private readonly List<Certificate> _certificates = [];
    private readonly List<RevocationList> _revocationLists = [];

    private CertificateFile()
    {
    }

    /// <summary>The certificates, in the order of the file.</summary>
    public IReadOnlyList<Certificate> Certificates => _certificates;

    /// <summary>The revocation lists, in the order of the file.</summary>
    public IReadOnlyList<RevocationList> RevocationLists => _revocationLists;

    /// <summary>Reads the content of a file. Keys and whatever else PEM can hold are passed over.</summary>
    /// <param name="content">The file.</param>
    /// <param name="file">What is in it; also filled, as far as it goes, when there is a problem.</param>
    /// <param name="problem">One sentence for the person who named the file; empty when there is none.</param>
    /// <returns>False when there is nothing in it, or something damaged.</returns>
    public static bool TryRead(ReadOnlySpan<byte> content, out CertificateFile file, out string problem)
    {
        file = new CertificateFile();
        if (content.Length > Longest)
        {
            problem = string.Create(CultureInfo.InvariantCulture, $"The file is longer than {Longest} bytes.");
            return false;
        }

        if (content.IndexOf("-----BEGIN "u8) < 0)
        {
            bool read = file.Take(content, mayBeCertificate: true, mayBeList: true);
            problem = read ? string.Empty : "The file is neither PEM nor a certificate or whole revocation list in DER.";
            return read;
        }

        problem = file.TakePem(Encoding.Latin1.GetString(content));
        return problem.Length == 0;
    }

    private string TakePem(ReadOnlySpan<char> text)
    {
        int entry = 0;
        while (PemEncoding.TryFind(text, out PemFields fields))
        {
            entry++;
            ReadOnlySpan<char> label = text[fields.Label];
            bool isCertificate = label is "CERTIFICATE" or "X509 CERTIFICATE";
            bool isList = label is "X509 CRL";
            byte[] der = new byte[fields.DecodedDataLength];
            if ((isCertificate || isList)
                && !(Convert.TryFromBase64Chars(text[fields.Base64Data], der, out _) && Take(der, isCertificate, isList)))
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"Entry {entry} of the file says {label} and is not one that can be read{(isList ? ", or a list of a part only" : "")}.");
            }

            text = text[fields.Location.End..];
        }

        return _certificates.Count + _revocationLists.Count > 0
            ? string.Empty
            : "There is neither a certificate nor a revocation list in the file.";
    }

    private bool Take(ReadOnlySpan<byte> der, bool mayBeCertificate, bool mayBeList)
    {
        if (mayBeCertificate && Certificate.TryRead(der, out Certificate? certificate))
        {
            _certificates.Add(certificate);
            return true;
        }

        if (mayBeList && RevocationList.TryRead(der, out RevocationList? list))
        {
            _revocationLists.Add(list);
            return true;
        }

        return false;
    }
}
