using System.Security.Cryptography.X509Certificates;

namespace Pipeline.InteropTests.Lab;

/// <summary>A root with an intermediate CA for each side.</summary>
public static class Pki
{
    /// <summary>Makes the credentials of both sides: each has a certificate from its own intermediate CA, and believes the root only.</summary>
    /// <param name="kind">The kind of both keys.</param>
    /// <param name="moreNames">How many other names each of them has: each makes its certificate some 40 bytes longer.</param>
    public static (LabCredentials Ours, LabCredentials Theirs) Create(string kind, int moreNames = 0)
    {
        string authorityKind = kind == "ed25519" ? "ecdsa256" : kind;
        CertificateAuthority root = CertificateAuthority.CreateRoot("Root", authorityKind);
        IReadOnlyList<X509Certificate2> roots = [root.Certificate];
        LabCertificate left = root.CreateIntermediate("Left CA", authorityKind).Issue("left.example", kind, moreNames: moreNames);
        LabCertificate right = root.CreateIntermediate("Right CA", authorityKind).Issue("right.example", kind, moreNames: moreNames);
        return (new LabCredentials { Own = left, Roots = roots }, new LabCredentials { Own = right, Roots = roots });
    }
}
