using System.Security.Cryptography.X509Certificates;

namespace Pipeline.InteropTests.Lab;

/// <summary>What one side has to prove itself and to believe the other, as files.</summary>
public sealed record LabCredentials
{
    /// <summary>Its own certificate; null when it has none.</summary>
    public LabCertificate? Own { get; init; }

    /// <summary>The roots that it believes.</summary>
    public IReadOnlyList<X509Certificate2> Roots { get; init; } = [];

    /// <summary>Lists of revoked certificates, PEM.</summary>
    public IReadOnlyList<string> RevocationLists { get; init; } = [];

    /// <summary>Writes them for our gateway: its chain is one file.</summary>
    public void WriteForUs(string directory)
    {
        if (Own is not null)
        {
            string chain = string.Join('\n', Own.Intermediates.Prepend(Own.Certificate).Select(certificate => certificate.ExportCertificatePem()));
            File.WriteAllText(Path.Combine(directory, "own.pem"), chain);
            File.WriteAllText(Path.Combine(directory, "own.key"), Own.Key.Pem);
        }

        Write(directory, "root", [.. Roots.Select(root => root.ExportCertificatePem())]);
        Write(directory, "crl", RevocationLists);
    }

    /// <summary>Writes them into the folders of swanctl.</summary>
    public void WriteForSwanctl(string directory)
    {
        if (Own is not null)
        {
            File.WriteAllText(Path.Combine(directory, "x509", "own.pem"), Own.Certificate.ExportCertificatePem());
            File.WriteAllText(Path.Combine(directory, "private", "own.pem"), Own.Key.Pem);
            Write(Path.Combine(directory, "x509ca"), "intermediate", [.. Own.Intermediates.Select(certificate => certificate.ExportCertificatePem())]);
        }

        Write(Path.Combine(directory, "x509ca"), "root", [.. Roots.Select(root => root.ExportCertificatePem())]);
        Write(Path.Combine(directory, "x509crl"), "crl", RevocationLists);
    }

    private static void Write(string directory, string name, IReadOnlyList<string> files)
    {
        for (int number = 0; number < files.Count; number++)
        {
            File.WriteAllText(Path.Combine(directory, $"{name}{number}.pem"), files[number]);
        }
    }
}
