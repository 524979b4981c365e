namespace Pipeline.Engine.Configuration.Import;

/// <summary>Configurations of others that <see cref="ConfigurationImport"/> reads.</summary>
public enum ImportFormat
{
    /// <summary>strongSwan's swanctl.conf.</summary>
    Swanctl,

    /// <summary>ipsec.conf of strongSwan's old front end and of libreswan, with ipsec.secrets beside it.</summary>
    Ipsec,

    /// <summary>The IPsec policy store of Windows ([MS-GPIPSEC]), exported as a .reg file or as LDIF.</summary>
    Windows,
}
