// See certificate.h. OpenSSL 3's C API under RAII; every step that can fail ends in one empty pointer that is
// checked once.
#include "platform/http/certificate.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <optional>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/conf.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

namespace hexiao::http {

namespace {

template <auto Free>
struct Freed {
    void operator()(auto* thing) const noexcept { Free(thing); }
};
using KeyPtr = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using CertificatePtr = std::unique_ptr<X509, Freed<X509_free>>;
using FilePtr = std::unique_ptr<std::FILE, Freed<std::fclose>>;

constexpr long one_day = 24L * 3600;
constexpr long ca_days = 3650;
constexpr long leaf_days = 397; // browsers refuse more, even from a local authority
constexpr int month_of_days = 30;

KeyPtr make_key() { return KeyPtr{EVP_EC_gen("P-256")}; }

// What the authority may speak for, besides localhost and .local. A leaf that names anything else would be
// refused whole, so a machine's public addresses are left out of it.
struct Range {
    const char* network;
    const char* mask;
};
constexpr std::array<Range, 6> private_ranges{{{"127.0.0.0", "255.0.0.0"},
                                               {"10.0.0.0", "255.0.0.0"},
                                               {"172.16.0.0", "255.240.0.0"},
                                               {"192.168.0.0", "255.255.0.0"},
                                               {"169.254.0.0", "255.255.0.0"},
                                               {"100.64.0.0", "255.192.0.0"}}};

bool is_private(const std::string& address) {
    const auto bits = [](const char* text) {
        in_addr parsed{};
        return inet_pton(AF_INET, text, &parsed) == 1 ? std::optional{parsed.s_addr} : std::nullopt;
    };
    const auto number = bits(address.c_str());
    return number && std::ranges::any_of(private_ranges, [&](const Range& range) {
               return (*number & *bits(range.mask)) == *bits(range.network);
           });
}

// "DNS:localhost,IP:127.0.0.1,…", as the extension wants it.
std::string leaf_names(const Machine& machine) {
    std::string names = "DNS:localhost,IP:127.0.0.1,IP:::1";
    if (!machine.host.empty()) {
        names += ",DNS:" + machine.host;
    }
    for (const std::string& address : machine.addresses) {
        if (is_private(address)) {
            names += ",IP:" + address;
        }
    }
    return names;
}

// A kind of name of which some are permitted has no others (RFC 5280 §4.2.1.10): of e-mail addresses and URIs
// only those of a domain that nobody has (RFC 2606), of directory names only the leaf's own.
constexpr const char* leaf_name = "Hexiao";

std::string permitted_names() {
    std::string names = "critical,permitted;DNS:localhost,permitted;DNS:local,permitted;email:hexiao.invalid,"
                        "permitted;URI:hexiao.invalid,permitted;dirName:leaf,"
                        "permitted;IP:::1/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";
    for (const Range& range : private_ranges) {
        names += std::string{",permitted;IP:"} + range.network + "/" + range.mask;
    }
    return names;
}

bool add_extension(X509* certificate, X509* issuer, int nid, const std::string& value) {
    // Only a section of a configuration can say a directory name.
    const std::string section = std::string{"[leaf]\nCN="} + leaf_name + "\n";
    const std::unique_ptr<CONF, Freed<NCONF_free>> names{NCONF_new(nullptr)};
    const std::unique_ptr<BIO, Freed<BIO_free>> text{
        BIO_new_mem_buf(section.data(), static_cast<int>(section.size()))};
    if (!names || !text || NCONF_load_bio(names.get(), text.get(), nullptr) != 1) {
        return false;
    }
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509V3_set_nconf(&context, names.get());
    const std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>> extension{
        X509V3_EXT_nconf_nid(names.get(), &context, nid, value.c_str())};
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

struct Extension {
    int nid;
    std::string value;
};

// A certificate for `key` under `name`, signed by `issuer_key`; by itself when there is no issuer.
CertificatePtr make_certificate(EVP_PKEY* key, const std::string& name, X509* issuer, EVP_PKEY* issuer_key,
                                long days, const std::vector<Extension>& extensions) {
    CertificatePtr made{X509_new()};
    std::array<unsigned char, 16> serial{};
    if (!made || key == nullptr || issuer_key == nullptr || RAND_bytes(serial.data(), serial.size()) != 1) {
        return nullptr;
    }
    serial[0] &= 0x7F; // positive
    const std::unique_ptr<BIGNUM, Freed<BN_free>> number{BN_bin2bn(serial.data(), serial.size(), nullptr)};
    X509* x = made.get();
    bool good = X509_set_version(x, X509_VERSION_3) == 1 && number &&
                BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(x)) != nullptr &&
                X509_gmtime_adj(X509_getm_notBefore(x), -one_day) != nullptr &&
                X509_gmtime_adj(X509_getm_notAfter(x), days * one_day) != nullptr &&
                X509_set_pubkey(x, key) == 1;
    X509_NAME* subject = X509_get_subject_name(x);
    good = good &&
           X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                                      reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0) == 1;
    X509* signer = issuer == nullptr ? x : issuer;
    good = good && X509_set_issuer_name(x, X509_get_subject_name(signer)) == 1;
    for (const Extension& extension : extensions) {
        good = good && add_extension(x, signer, extension.nid, extension.value);
    }
    return good && X509_sign(x, issuer_key, EVP_sha256()) > 0 ? std::move(made) : nullptr;
}

CertificatePtr make_authority(EVP_PKEY* key) {
    return make_certificate(key, "Hexiao local authority", nullptr, key, ca_days,
                            {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                             {NID_key_usage, "critical,keyCertSign,cRLSign"},
                             {NID_ext_key_usage, "serverAuth"},
                             {NID_subject_key_identifier, "hash"},
                             {NID_name_constraints, permitted_names()}});
}

CertificatePtr make_leaf(EVP_PKEY* key, X509* authority, EVP_PKEY* authority_key, const std::string& names) {
    return make_certificate(key, leaf_name, authority, authority_key, leaf_days,
                            {{NID_basic_constraints, "critical,CA:FALSE"},
                             {NID_key_usage, "critical,digitalSignature"},
                             {NID_ext_key_usage, "serverAuth"},
                             {NID_authority_key_identifier, "keyid"},
                             {NID_subject_alt_name, names}});
}

FilePtr open_file(const std::string& path, const char* mode) {
    return FilePtr{std::fopen(path.c_str(), mode)};
}

KeyPtr read_key(const std::string& path) {
    const FilePtr file = open_file(path, "r");
    return KeyPtr{file ? PEM_read_PrivateKey(file.get(), nullptr, nullptr, nullptr) : nullptr};
}

CertificatePtr read_certificate(const std::string& path) {
    const FilePtr file = open_file(path, "r");
    return CertificatePtr{file ? PEM_read_X509(file.get(), nullptr, nullptr, nullptr) : nullptr};
}

// For its owner alone from the first moment, whatever the process's umask is and whatever was there before.
bool write_key(const std::string& path, EVP_PKEY* key) {
    std::error_code failure;
    std::filesystem::remove(path, failure);
    const int descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    const FilePtr file{descriptor < 0 ? nullptr : fdopen(descriptor, "w")};
    return file && PEM_write_PrivateKey(file.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1 &&
           std::fflush(file.get()) == 0;
}

bool write_chain(const std::string& path, std::initializer_list<X509*> chain) {
    const FilePtr file = open_file(path, "w");
    bool good = file != nullptr;
    for (X509* one : chain) {
        good = good && PEM_write_X509(file.get(), one) == 1;
    }
    return good;
}

bool has_a_month(const CertificatePtr& certificate) {
    int days = 0;
    int seconds = 0;
    return certificate &&
           ASN1_TIME_diff(&days, &seconds, nullptr, X509_get0_notAfter(certificate.get())) == 1 &&
           days >= month_of_days;
}

bool belong_together(const CertificatePtr& certificate, const KeyPtr& key) {
    return certificate && key && X509_check_private_key(certificate.get(), key.get()) == 1;
}

std::string read_line(const std::string& path) {
    std::ifstream file{path};
    std::string line;
    std::getline(file, line);
    return line;
}

} // namespace

Machine this_machine() {
    Machine machine;
    std::array<char, 256> host{};
    if (gethostname(host.data(), host.size() - 1) == 0 && host[0] != '\0') {
        const std::string name{host.data()};
        machine.host = name.substr(0, name.find('.')) + ".local";
    }
    ifaddrs* all = nullptr;
    if (getifaddrs(&all) != 0) {
        return machine;
    }
    for (const ifaddrs* one = all; one != nullptr; one = one->ifa_next) {
        if (one->ifa_addr == nullptr || one->ifa_addr->sa_family != AF_INET ||
            (one->ifa_flags & IFF_LOOPBACK) != 0) {
            continue;
        }
        std::array<char, INET_ADDRSTRLEN> text{};
        const auto* address = reinterpret_cast<const sockaddr_in*>(one->ifa_addr);
        if (inet_ntop(AF_INET, &address->sin_addr, text.data(), text.size()) != nullptr &&
            is_private(text.data())) {
            machine.addresses.emplace_back(text.data());
        }
    }
    freeifaddrs(all);
    return machine;
}

std::variant<Certificate, std::string> local_certificate(const std::filesystem::path& folder,
                                                         const Machine& machine) {
    const std::filesystem::path tls = folder / "tls";
    std::error_code failure;
    std::filesystem::create_directories(tls, failure);
    const Certificate files{tls / "server.pem", tls / "server.key", tls / "authority.pem"};
    const std::string authority_key_file = tls / "authority.key";
    const std::string names_file = tls / "names";
    const std::string names = leaf_names(machine);
    // A start that was interrupted may have left a key and a certificate of two different hours.
    const CertificatePtr present = read_certificate(files.chain_file);
    if (has_a_month(present) && belong_together(present, read_key(files.key_file)) &&
        read_certificate(files.ca_file) && read_line(names_file) == names) {
        return files;
    }
    KeyPtr authority_key = read_key(authority_key_file);
    CertificatePtr authority = read_certificate(files.ca_file);
    if (!has_a_month(authority) || !belong_together(authority, authority_key)) {
        authority_key = make_key();
        authority = make_authority(authority_key.get());
        if (!authority || !write_key(authority_key_file, authority_key.get()) ||
            !write_chain(files.ca_file, {authority.get()})) {
            return "The certificate authority could not be made in " + tls.string() + ".";
        }
    }
    const KeyPtr key = make_key();
    const CertificatePtr leaf = make_leaf(key.get(), authority.get(), authority_key.get(), names);
    if (!leaf || !write_key(files.key_file, key.get()) ||
        !write_chain(files.chain_file, {leaf.get(), authority.get()})) {
        return "The certificate could not be made in " + tls.string() + ".";
    }
    std::ofstream{names_file} << names << '\n';
    return files;
}

std::string why_not_certificate(const std::string& chain_file, const std::string& key_file) {
    const CertificatePtr certificate = read_certificate(chain_file);
    if (!certificate) {
        return chain_file + " holds no certificate (PEM).";
    }
    const KeyPtr key = read_key(key_file);
    if (!key) {
        return key_file + " holds no private key (PEM, without a password).";
    }
    if (!belong_together(certificate, key)) {
        return "The private key in " + key_file + " is not the one of the certificate in " + chain_file + ".";
    }
    return X509_cmp_current_time(X509_get0_notAfter(certificate.get())) > 0
               ? std::string{}
               : "The certificate in " + chain_file + " has expired.";
}

} // namespace hexiao::http
